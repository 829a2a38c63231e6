### vSphere 側

## 複数のルールに共通
# $when: vCenter の表記による ' (時刻)'、またはなし。

vsp6-router = ルータ (名前不明)
vsp6-some-machine = 仮想マシン (名前不明)
vsp6-adapter = アダプタ { $adapter }
vsp6-arp-table = ARP テーブル
vsp6-arp-table-of = { $router } の ARP テーブル
vsp6-mac-table = スイッチの MAC アドレステーブル
vsp6-port-list = ESXi ホストのポートリスト
vsp6-configured = 設定値: { $mac }
vsp6-configured-too = 設定値も同じ: { $mac }
vsp6-configured-since = このイベント以降の設定値{ $when }: { $mac }
vsp6-inventory-has = インベントリ上の設定値は { $mac }
vsp6-policy-drops = このポリシーは、設定されたアドレスと一致しないものを破棄する

## VSP601 mac-drift

vsp601-summary = 仮想マシンが、設定と異なる MAC アドレスを使っている (次の vMotion で通信が途絶える可能性がある)
# $since: 設定値の出どころ。$outlook: ポリシーから見た見通し。
vsp601-message = { $who } は MAC アドレス { $used } で観測されていますが、{ $since ->
        [events] vCenter が割り当てたアドレスは
        [device-info] vCenter に設定されたアドレスは
       *[inventory] インベントリ上の設定値は
    } { $now } です。{ $outlook }
vsp601-group = ポートグループ { $name }
vsp601-its-group = ポートグループ (名前不明)
vsp601-rejects = { $group } はこの不一致を拒否するため、次の vMotion でポートがブロックされる可能性があります
vsp601-may-reject = この不一致を拒否する{ $group } に所属している場合、次の vMotion でポートがブロックされる可能性があります
vsp601-accepts = { $group } はこの不一致を許容するため、vMotion でポートがブロックされることはないはずです
vsp601-may-accept = { $group } はこの不一致を許容しますが、そこに所属しているかどうかは入力から分かりません
vsp601-policy-unknown = 次の vMotion でポートがブロックされるかどうかは、所属するポートグループのポリシーで決まります
vsp601-changed-before = 以前の変更{ $when }
# $by: テーブルまたはリスト。
vsp601-seen = { $by }に { $mac } がある
vsp601-seen-for = { $by }では { $address } に対して { $mac }
vsp601-policy-may-drop = このアダプタのポリシーであれば、設定されたアドレスと一致しないものを破棄する
vsp601-policy-passes = このポリシーは、設定と異なるアドレスも通す
# $policy: アダプタのポリシーが分かっているかどうか。$doubt: ほかに考えられること。
vsp601-help = 仮想マシンがスイッチの別のポートに移るまで、通信は続きます。vMotion を行う前に、メンテナンス時間帯に仮想マシンをシャットダウンしてからパワーオンし (完全なパワーオフが必要で、ゲスト OS の再起動では不十分です)、設定されたアドレスを使わせてください。または、MAC アドレスを静的に { $used } に設定してください。それまでは現在のホストから移動しないでください。{ $policy ->
        [known] { "" }
        [whose] 所属するポートグループは、ホスト上の 'esxcli network vm port list -w WORLD' で分かります。ポリシーと一緒に貼り付けてください。
       *[unknown] 所属するポートグループのポリシー、'Get-VDPortgroup NAME | Get-VDSecurityPolicy' (標準スイッチでは 'Get-VirtualPortGroup -Name NAME | Get-SecurityPolicy') の出力を貼り付けてください。MacChanges の False は「拒否」(Reject) です。
    }{ $doubt ->
        [proxy] ただし、このアドレスの先頭は仮想マシンのアドレスのものではありません。まず、ルータやファイアウォールが代わりに応答していないか (プロキシ ARP) を確認してください。
        [inventory] インベントリが仮想マシンより古いか、別の機器がこの IP アドレスに応答している可能性があります。'govc device.info -vm NAME ethernet-*' と比較してください。
        [device-info] 別の機器がこの IP アドレスに応答している可能性があります。どの機器の MAC アドレスかを確認してください。
       *[power-cycle] この行の取得後に仮想マシンのパワーオフとパワーオンを行ったのであれば、すでに解消しています。もう一度 'show ip arp' を実行すると分かります。
    }

## VSP602 port-blocked

vsp602-summary = MAC アドレスの変更後に、仮想マシンが移動されたか、そのポートがブロックされ、通信が途絶えている
vsp602-blocked = { $who } に別の MAC アドレスが割り当てられた後、vCenter がそのポートをブロックしました
vsp602-looks-blocked = { $who } は別の MAC アドレスを割り当てられた後に移動され、応答しなくなっています。ポートがブロックされているように見えます。これは NAT によるものではありません
vsp602-port-blocked = ポートがブロックされた{ $when }
vsp602-moved = 変更の後に移動された{ $when }
vsp602-silent = { $address } が ARP に応答しない
vsp602-help = まずポートを確認してください。使用中の MAC アドレスはホスト上の 'esxcli network vm port list -w WORLD' で、ブロックの有無は Distributed Switch の [ポート] タブで分かります。次に、仮想マシンをシャットダウンしてからパワーオンし (ゲスト OS の再起動では不十分です)、設定されたアドレスを使わせてください。または、ゲストが使っているアドレスを静的 MAC アドレスとして設定してください。ポートがブロックされていない場合は、仮想マシンがパワーオフ状態か、ネットワークに問題があります。

## VSP603 uplink-without-arp

vsp603-summary = ルータがアプライアンスのアップリンクアドレスから ARP 応答を得ていない (変換エントリがないのは NAT が原因ではない)
vsp603-silent = { $who } は、{ $router } の ARP に応答しません。変換エントリがなくても、NAT が原因ではありません
vsp603-silent-translated = { $who } は、{ $router } の ARP に応答しません。残っている変換エントリは、それより前のものです
vsp603-silent-line = Incomplete: ルータが問い合わせたが、応答がなかった
vsp603-absent = { $who } は、{ $router } の ARP テーブルにありません。このルータとは最近通信していません。変換エントリがなくても、NAT が原因ではありません
vsp603-absent-line = 同じネットワークのほかのアドレスは載っている
vsp603-help = アプライアンスのデプロイ前であれば、何もする必要はありません。デプロイ後であれば、仮想マシンがパワーオン状態か、アダプタが接続されているか、イベント ('Changed MAC address from ...'、ポートのブロック) を vCenter で確認してください。次に VLAN を確認してください ('show mac address-table')。アドレスに 'ping' を実行し、もう一度 'show ip arp' を実行してください。エントリは表示した時点の状態しか示しません。

## VSP604 duplicate-mac

vsp604-summary = 2 つのアダプタが同じ MAC アドレスを持つか、同じ MAC アドレスで応答している
vsp604-help = 一方宛のフレームが、時によってもう一方に届きます。vCenter はインスタンスの番号に基づいてアドレスを割り当てるため、別の vCenter から移した仮想マシンや複製した仮想マシンは、重複するアドレスを持ち込むことがあります。どちらか一方に、パワーオフした状態で新しいアドレスを割り当ててください。
vsp604-configured = { $names } に、同じ MAC アドレス { $mac } が設定されています
vsp604-configured-line = { $vm } のアダプタ
# $help: vsp604-help。
vsp604-configured-help = { $help }どちらか一方がパワーオフ状態である間は、まだ問題は起きません。
vsp604-inventory = インベントリでは、{ $who } の MAC アドレスが同じ { $mac } です
vsp604-inventory-line = { $who } の MAC アドレス
vsp604-inventory-help = 両方を vCenter で確認してください。どちらかの行が誤っているか、2 台の仮想マシンが同じアドレスを持っています。
vsp604-answering = { $who } が、同じ MAC アドレス { $mac } で ARP に応答しています
vsp604-answering-line = { $who } がこのアドレスで応答
vsp604-answering-help = 途中のルータやファイアウォールが両方の代わりに応答している場合 (プロキシ ARP) も、同じように見えます。そうした機器がない場合: { $help }
vsp604-conflict = vCenter によると、2 台の仮想マシンが同じ MAC アドレス { $mac } を持っています
vsp604-conflict-line = このイベント

## VSP605 mac-change-open

vsp605-summary = 仮想マシンに設定された MAC アドレスが変更されたが、どちらを使っているかが入力から分からない
# $why: 下の 4 つのどれか。
vsp605-given = { $who } に MAC アドレス { $mac } が割り当てられました。{ $why }
vsp605-given-another = { $who } に別の MAC アドレスが割り当てられました。{ $why }
vsp605-should-have = { $who } の MAC アドレスは { $mac } のはずです。{ $why }
vsp605-both = 古いアドレスと設定されたアドレスの両方が使用中として観測されています。時点が異なるか、2 台の仮想マシンによるものです
vsp605-taken-back = `govc device.info` では古いアドレスが設定値になっています。この出力がイベントより古いか、変更が取り消されています
vsp605-no-times = アドレスは変更された後に元に戻されていますが、時刻がないため、どちらの変更が最後か分かりません
vsp605-not-shown = ゲストがどちらのアドレスを使っているかを示すものが、入力にありません
vsp605-change-line = { $old } から { $new } へ{ $when }
# $address: アップリンクの ' アドレス'、またはなし。
vsp605-help = ゲストは、パワーオフしてパワーオンするまで、以前のアドレスを使い続けることがあります。次の出力を貼り付けてください。使用中のアドレスを示すもの: ルータの 'show ip arp{ $address }'、またはホスト上の 'esxcli network vm port list -w WORLD'。設定値: 'govc device.info -vm { $machine } ethernet-*'。ポリシー: 'Get-VDPortgroup NAME | Get-VDSecurityPolicy'。両者が異なり、ポリシーがそれを拒否する場合、次の vMotion でポートがブロックされる可能性があります。
