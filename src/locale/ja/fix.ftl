### 変更計画の文言と、変更計画がない理由

## 題

fix-title-clear = { $router } で、設定と合わなくなったエントリを消去
fix-title-lists = { $router } のアクセスリスト { $lists } でアプライアンスの通信を許可
fix-title-take-back = { $router } で、ほかと矛盾するスタティック NAT を取り消し
fix-title-static = { $router } でアプライアンスのアップリンク { $uplinks } 個にスタティック NAT を設定

## ポートとアドレスについての注

# $who: fix-leaves-first、2 つ目からは fix-leaves-next。
fix-leaves = { $who } から常に出ていきます。理由: { $why }
fix-leaves-first = { $name } はポート { $port }
fix-leaves-next = 、{ $name } はポート { $port }
fix-own-ipsec = ルータ自身が { $global } で IPsec を使っているため、{ $wanted } はルータ用に残します
fix-static-of-other = スタティックが { $global } のポート { $wanted } を { $host } に割り当てています
fix-stranger-holds = 現在 { $local } が { $global } のポート { $wanted } を使っています。そのホストがポートを失ってもよいかどうかを判断してください。よければ、この行の直前に 'do clear ip nat translation { $protocol } inside { $global } { $wanted } { $local } { $local_port }' を入力し、行の { $port } を { $wanted } に置き換えます
fix-one-host-only = { $global } の { $wanted } を使えるのは 1 台だけで、それは別のホストです
fix-keeps-port = { $name } は現在 { $global } のポート { $wanted } を使っており、そのまま維持します。動作しているものは動かさないため、予備のアドレスは使いません
fix-better = 公開されている事例は、ポートを指定したスタティック NAT で解決しました。アドレスが 1 つだったか 2 つだったかは、その報告に書かれていません。アプライアンスごとに専用のパブリックアドレスを割り当てるほうが確実です
fix-listed-ports = HCX のポート一覧に 4500-4628 が載っているため、4501 から順に選んでいます。その一覧に基づくファイアウォールであれば通過します
fix-readable-ports = 見分けやすいように、14500 のようなポートを選んでいます。{ $resiliency ->
        [off] 4501-4628 は使用中です
       *[maybe] HCX のポート一覧にある 4501-4628 は、Application Path Resiliency が有効な可能性があるため、そのために残しています (インベントリに 'application_path_resiliency: false' と書けば、変更計画で使います)
    }
fix-one-port-each = 固定するのは 1 台につき 1 つのポートです。Application Path Resiliency が無効であれば、これで足ります (有効な場合は、アプライアンスごとに専用のパブリックアドレスが必要です)
fix-by-any-provider = ルートマップのないスタティックは、どのインターフェイスから出ていくパケットにも適用されます。別のプロバイダから出ていくときもこのアドレスになり、そのプロバイダに破棄されるおそれがあります。両方を使うには、'match interface' を含むルートマップ付きのルールをプロバイダごとに設定し、各アプライアンスにもプロバイダごとのスタティックを設定してください
fix-line-each-provider = プロバイダごとに 1 行とし、ルートマップで区別します。予備のアドレスは 1 つのプロバイダでしか使えないため、使いません
fix-some-spares = { $all } 個のアップリンクのうち { $given } 個に予備のアドレスを割り当てます。順序は、専用のアドレスが欠かせないもの、現在問題のあるもの、IX、その他で、同じ条件の場合は指定された順です
fix-spare-routed = 予備のアドレスは、このルータにルーティングされ、ほかで使われていないことが必要です。アプライアンスが送信するものは、ポートにかかわらずすべて、このアドレスから出ていくようになります
fix-untranslated-today = 現在、{ $name } を変換する NAT ルールはありません。意図したもの (このルータの VPN を通すトラフィックなど) でないことを確認してください
fix-no-longer-spared = ルートマップのないスタティックは、どのリストも参照しません。現在アクセスリスト { $list } が NAT から除外しているもの ({ $entries }{ $more ->
        [0] { "" }
       *[other] { " " }ほか { $more } 行
    }) も変換します。それがこのルータの VPN を通すトラフィックであれば、これらのアプライアンスのものは VPN を通らなくなります。入力する前に確認してください。同じものを deny するルートマップをスタティックの末尾に 'route-map NAME' として付けると、NAT から除外したままにできます
fix-may-change = アプライアンスのパブリック側の送信元アドレスまたはポートが変わることがあります。クラウド側のファイアウォールで以前のものを指定している場合は、新しいものも許可してください

## 入力する行についての注

fix-xe-interface = Cisco の文書では、IOS-XE の NAT がインターフェイスのアドレスを共有できる方法はインターフェイスの overload だけで、'interface NAME PORT' 形式のスタティックがこれに含まれるかどうかは書かれていません。アプライアンスごとに専用のパブリックアドレスを割り当てるのが安全です
fix-xe-key = Cisco の IOS-XE のモデルでは、インターフェイスのスタティックをプロトコル、inside アドレス、inside ポートで識別するため、同じ inside アドレスについての 2 行目をルータが拒否する可能性があります
fix-route-map-left-out = 置き換える元のルールにはルートマップ { $name } があります。インターフェイス形式で指定できるかどうかが確実でないため、省いています。ルートマップで除外していた通信を確認してください
fix-standby-too = 冗長グループのスタンバイルータにも同じ行を入力してください。ダイナミックエントリはアクティブルータにだけあります
fix-group-without-name = { $global } に応答する { $protocol } グループ { $group } に名前がありません。名前を付け、このルータとスタンバイルータの両方で、スタティックの行に 'redundancy NAME' を追加してください
fix-list-added = アクセスリスト { $list } がこれらのパケットまたは応答を破棄することになるため、エントリを追加します{ $entries ->
        [numbered] 。先に 'show ip access-lists { $list }' で番号を確認してください。設定に番号がない場合は、IOS が 10 刻みで番号を付けるとみなしています
       *[plain] { "" }
    }
fix-list-renumbered = リスト { $list } には、エントリを入れる位置に空き番号がないため、番号を付け直します。切り戻しでは追加したエントリを取り除きますが、ほかのエントリの番号は新しいまま残ります。動作は変わりません
fix-router-asks = スタティックを取り消す行で、ルータが 'Static entry in use, do you want to delete child entries? [no]:' と確認することがあります。yes と答えてください。その行は単独で入力します。続けて貼り付けると、次の行が答えになってしまいます。'%Static entry in use, cannot remove' と表示するリリースでは、直前に 'do clear ip nat translation inside GLOBAL LOCAL forced' が必要です
fix-rollback-yes = 切り戻しでは、子エントリを削除するかどうかをルータが確認してきたら yes と答えてください

## 変換テーブルについての注

fix-live-entry = { $local } の現在のエントリは、スタティックで固定する内容と同じなので、そのまま残します。これが原因でルータが行を拒否した場合 ('%Non-Static entry already exists') は、その行の直前に 'do { $clear }' を入力してください。トンネルは一時的に中断します
fix-look-at-table = { $table ->
        [absent] 変換テーブルが貼り付けられていません
       *[partial] 変換テーブルの全体は貼り付けられていません
    }。'show ip nat translations' でこれらのアプライアンスのエントリを探し、消去してください。消去しないと以前のポートのままになります{ $ports ->
        [fixed] 。固定するポートが空いているといえるのも、表示された範囲に限ります
       *[none] { "" }
    }
fix-redacted = 入力のアドレスの一部が伏せられています。clear コマンドには実際のアドレスを入れてください
fix-clear-vrf = VRF のエントリでは、clear コマンドに 'vrf NAME' が必要な場合があります。'?' で書式を確認してください
fix-clear-interrupts = エントリを消去すると、そのトンネルは一時的に中断します
fix-clear-and-type = エントリを消去すると、そのトンネルは一時的に中断します。アプライアンスのほうが早く通信を再開し、エントリがあるためにルータが行を拒否した場合は、その行の直前に、先頭に 'do' を付けた clear コマンドを入力してください
fix-stays = { $why ->
        [left-out] 対象から外したものについて、{ $code } は残ります
       *[untouched] { $code } は残ります。この変更計画では、その原因に手を加えないためです
    }: { $message }

## 変更計画によって開くもの

# $why: fix-guard-no-list か fix-guard-list。
fix-guard-open = { $why }ため、誰でもアプライアンスの{ $on ->
        [address] 専用アドレス
        [port] 固定ポート
       *[either] 専用アドレスまたは固定ポート
    }に到達できます
fix-guard-no-list = { $interfaces } にインバウンド アクセスリストがない
fix-guard-list = インバウンド アクセスリスト { $list } で許可されている
fix-guard-answers = 計画とは別に示したリストは、書かれていないものを応答も含めてすべて遮断します。アプライアンスが専用のアドレスから外部に送るほかの要求にも、エントリが必要です (Management と Uplink が同じ Network Profile を使う場合の TCP 443 など)
fix-guard-blind = { $interface } のアクセスリストで制限されていない限り、誰でもアプライアンスの固定ポートに到達できます。このインターフェイスのアドレスは設定に書かれていないため、ピアだけを許可するエントリは示せません

## 使わない予備のアドレス

# $why: 以下のいずれか。
fix-spare-unfit = 予備のアドレス { $address } は使いません: { $why }
fix-spare-of-peer = アプライアンスのピアです
fix-spare-of-interface = インターフェイスに設定されています
fix-spare-virtual = 冗長グループの仮想アドレスです
fix-spare-next-hop = ルートのネクストホップです
fix-spare-static = スタティック NAT の行で使われています
fix-spare-in-table = 変換テーブルで使用中です
fix-spare-seen = 'show ip arp' にこのアドレスを持つ機器がある
fix-spare-private = プライベートアドレス (RFC 1918) です
fix-spare-carrier = 通信事業者の共有アドレス (RFC 6598) です
fix-spare-local = ホストまたはリンクの中だけで使うアドレスです
fix-spare-multicast = ユニキャストアドレスではありません
fix-spare-of-pool = プール { $pool } のアドレスです
fix-spare-network = { $interface } のネットワークアドレスです
fix-spare-broadcast = { $interface } のブロードキャストアドレスです

## 変更計画がない理由

fix-refused = { $router }: { $why }
fix-refused-for = { $router }: { $names }: { $why }
fix-and-unfit = 。{ $unfit }
fix-too-many = { $router }: { $name }: { $count } 個のアドレスのそれぞれにスタティックが必要になりますが、HCX が使うのはアプライアンスとアップリンクごとに 1 つです。アプライアンスの台数分のアドレスだけを指定すれば (範囲を短くするか、--ix と --ne を使う)、変更計画を作成します
fix-undecided = どのような動作を意図しているかを決める必要があるため、{ $code } については変更計画を作成しません。選択肢は指摘のヘルプにあります
# $next: 次の 2 つのいずれか。
fix-only-possible = { $code } は可能性にとどまり、可能性だけを理由にルータは変更しません。{ $next }
fix-said-with-finding = 何によって決まるかは、その指摘に書かれています
fix-paste-in-full = 'terminal length 0' の後に、{ $missing } の出力全体を貼り付けてください
fix-mirrored = ここでは検証済みの計画を作りません。このルータは、ルールの変換を 'redundancy N mapping-id M' ('{ $rule }') によってパートナーと共有しています。スタティックには、独自の番号を指定した 'redundancy N mapping-id' と、パートナー側の同じ行が必要です。これがない行が、パートナーがアクティブになったときにどうなるかは分かっていません
fix-tracked = '{ $line }' は、トラックがアップの間、専用のアドレスを割り当てます。これと並べて 2 つ目のスタティックを入力すると、ルータに拒否されるか、トラフィックが分かれる可能性があります。トラックが必要かどうかを判断してください。不要であれば、'no { $line }' の後に 'track' を除いた同じ行を入力すると、ポートが固定されます
fix-rule-missing = これらのエントリを作る NAT ルールが入力にありません。'show running-config' の出力を貼り付けてください
# $lines: 引用符で囲んだコマンド。$refused: fix-nvi-refused、または空。
fix-nvi = NAT 仮想インターフェイス ('ip nat source'、'ip nat enable') が使われています。見つかった唯一の検証例では、入力した順にルールが試されます。そのため、今スタティックを入力してもリストより後になり、適用されません。リストの行をいったん外し、スタティックの後に戻してもよいかどうかを判断してください。その間、リストの対象となるすべてのホストの変換が失われます。または 'ip nat inside' と 'ip nat outside' に移行してください。必要な行は次のとおりですが、検証はしていません: { $lines }。その後 'clear ip nat nvi translation *' を入力します{ $refused }
fix-nvi-refused = 。{ $name }: { $why }
fix-static-works = { $code } は、ポートを固定しているスタティックについての指摘です。取り除くと、動作している通信が中断します。取り除くかどうかを判断してください。取り除く場合は、'no { $line }' を入力し (子エントリを削除するかどうかをルータが確認してきたら yes と答える)、別のパブリックアドレスまたはポートのスタティックを入力します
fix-statics-of-others = { $code } は、アプライアンスではないホストのスタティックについての指摘です。変更計画では、このようなスタティックを取り除きません。{ $lines }{ $more ->
        [0] { "" }
       *[other] { " " }(ほか { $more } 行)
    } を入力するかどうかは、そのホストの管理者の判断が必要です

## アプライアンスにアドレスもポートも割り当てられない理由

fix-needs-static = { $why ->
        [untranslated] 対象とする NAT ルールがない
       *[pool] NAT ルールのプールに、割り当てるアドレスが残っていない可能性がある
    }ため、専用のパブリックアドレスのスタティックが必要です。spare_public_addresses に 1 つ指定してください
fix-otherwise-each-provider = { $why }。そのままにする場合は、プロバイダごとに専用のパブリックアドレスが必要ですが、予備のアドレスは 1 つのプロバイダにしか属しません
fix-otherwise-own = { $why }。そのままにする場合は、専用のパブリックアドレスが必要です。spare_public_addresses に 1 つ指定してください
fix-needs-own = { $why }{ $resiliency ->
        [unknown] { " " }(Application Path Resiliency が有効な可能性がある間は、ポート 4501-4628 を使いません。'application_path_resiliency: false' を指定すると使います)
       *[known] { "" }
    }。そのため、専用のパブリックアドレスが必要です。spare_public_addresses に 1 つ指定してください
fix-keeps-unsure = 現在このポートを使えており、動作しているものは変更しません。ただし、{ $why }。専用のパブリックアドレスを割り当てればポートは確実になりますが、クラウド側から見えるアドレスが変わり、トンネルが中断します。割り当てるかどうかを判断してください ('ip nat inside source static { $local } ADDRESS' を入力し、その後エントリを消去)
fix-no-port-free = { $global } には、変更計画で割り当てられるポートが空いていません
fix-not-reservable = { $global } のポート { $wanted } を専用に確保することはできません。{ $by ->
        [ike] ルータ自身がこのアドレスで IPsec を使っているためです
       *[static] すでに確保されているためです
    }
fix-path-resiliency = Application Path Resiliency が有効な場合、アプライアンスは UDP 4500-4628 のすべてから送信します。共有アドレスではアプライアンスごとに 129 個のポートのスタティックが必要になり、番号を維持できるのは 1 台だけです。無効にすれば、ポートのスタティックは 1 つで足ります
fix-never = { $global } のポートを割り当てられません ({ $reason })
fix-whole-address = スタティックが { $global } の全体を { $owner } に割り当てているため、そのポートをほかのホストに割り当てられません。このスタティックがまだ必要かどうかは、そのホストの管理者の判断が必要です ('no ip nat inside source static { $owner } { $global }' で取り消せます)
fix-several-providers = 複数のプロバイダから、それぞれ別のルールで出ていくため、プロバイダごとにルートマップ付きのスタティックが必要です。それには { $interface } のアドレスを直接書く必要がありますが、{ $address ->
        [xe] IOS-XE はこれに対応していません
       *[unknown] そのアドレスが分かりません
    }
fix-address-unknown = { $global } は、コマンドに書けるほど正確には分かっていません
fix-secondary = { $global } はルータ自身のアドレスですが、IOS-XE はこれを指定したスタティックに対応していません。専用のパブリックアドレスが必要です。spare_public_addresses に 1 つ指定してください

## アクセスリストで許可できない理由

fix-list-missing = アクセスリスト { $list } が入力にありません
# $so: 以下の 4 つのいずれか。
fix-list-drops = { $what ->
        [inside] インバウンド アクセスリスト { $list } が NAT 前のパケットを破棄します
        [outside] アウトバウンド アクセスリスト { $list } が NAT 後のパケットを破棄します
       *[answers] インバウンド アクセスリスト { $list } が応答を破棄します
    } ({ $entry })。{ $so }
fix-list-unfixed = スタティックでポートが固定されるまでは、エントリを追加しても役に立ちません
fix-list-port-unknown = そのパケットのポートが分かりません
fix-list-standard = 標準アクセスリストのため、1 つのポートだけを許可することはできません。'{ $source }' からの通信をすべて許可してよいかどうかを判断してください
fix-list-no-help = 通過を許可するエントリを追加しても解決しません
fix-entry-at = { $line } 行目: { $entry }

## 検証で分かった問題

fix-nothing-found = 変更後のモデルの分析で問題が残らない変更は見つかりませんでした
fix-would-not-cure = 使えるアドレスでのスタティック NAT では解決しません
fix-would-leave = スタティック NAT を設定しても { $code } が残ります: { $message }
fix-would-leave-shared = スタティック NAT を設定しても { $code } が残ります: { $message }。専用のパブリックアドレスが必要です。spare_public_addresses に 1 つ指定してください
fix-would-bring = この変更では新たに { $code } が生じます: { $message }
fix-would-take = この変更では、{ $flow } が現在使っているものを失います
fix-would-cure-nothing = この変更では何も解消せず、{ $codes } が残ります
