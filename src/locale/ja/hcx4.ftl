### NAT の前後の経路

## アクセスリスト

hcx4-whatever-port = { $address } (ポートは問わない)
hcx4-port-of-unseen = この入力にないアドレスのポート { $port }
hcx4-unseen = この入力にないアドレス (ポートは問わない)
hcx4-place = アクセスリスト { $list }{ " " }
hcx4-place-above = アクセスリスト { $list } の、拒否するエントリより上
hcx4-end-denies = この{ $direction ->
        [inbound] インバウンド
       *[outbound] アウトバウンド
    } アクセスリストには許可するエントリがなく、末尾で拒否される
hcx4-puts-list = { $interface } の{ $direction ->
        [inbound] インバウンド
       *[outbound] アウトバウンド
    }にこのアクセスリストを適用している

## HCX401 flow-filtered

hcx401-summary = インターフェイスのアクセスリストが、アプライアンスの UDP 4500 を入口または出口で破棄する
hcx401-message = アクセスリスト { $list } が { $who } の { $protocol } { $port } を、{ $direction ->
        [inbound] { $interface } に入るところ (NAT の前) で破棄します
       *[outbound] { $interface } から出るところ (NAT の後) で破棄します
    }
hcx401-denies = { $local } を拒否する
hcx401-denies-untranslated = 変換されずに届く { $local } を拒否する
hcx401-denies-translated = 変換後の { $outside } を拒否する
hcx401-translates = アクセスリストより先に { $local } を変換する
hcx401-row = それでもエントリがある。アクセスリストより古い可能性がある
hcx401-help = { $direction ->
        [inbound] このアクセスリストは NAT の前に評価されるため、inside local アドレスを見ます
       *[outbound] このアクセスリストは NAT の後に評価されるため、inside global のアドレスとポートを見ます
    }。通すには、{ $place }に { $permits } を入れます。

## HCX402 return-port-filtered

hcx402-summary = 戻り経路のアクセスリストが、アプライアンスの出ていったポートへの応答を破棄する
hcx402-message = { $protocol } { $port } から { $who } への応答は { $to } 宛に戻りますが、{ $interface } の{ $direction ->
        [inbound] インバウンド
       *[outbound] アウトバウンド
    } アクセスリスト { $list } がそれを破棄します
hcx402-end-denies = この{ $direction ->
        [inbound] インバウンド
       *[outbound] アウトバウンド
    } アクセスリストには応答を許可するエントリがなく、末尾で拒否される
hcx402-denies = { $to } への応答を拒否する
hcx402-puts-list = { $interface } の{ $direction ->
        [inbound] インバウンド
       *[outbound] アウトバウンド
    }にこのアクセスリストを適用している。評価は NAT の{ $direction ->
        [inbound] 前
       *[outbound] 後
    }
hcx402-row = { $outside } として出ていく
hcx402-translates = { $local } を変換する
hcx402-help = { $direction ->
        [inbound] このアクセスリストは NAT の前に評価され、inside global のアドレスとポートを見ます
       *[outbound] このアクセスリストは NAT の後に評価され、inside local のアドレスとポートを見ます
    }。応答を通すには、{ $place }に { $permits } を入れます。
hcx402-help-moved = アクセスリストがポート { $wanted } を許可していれば、ポート { $wanted } のスタティック NAT でも直り、こちらは恒久的です。スタティック NAT がなければポートは再び変わることがあります。公表されている唯一の障害事例は、この種のフィルタでおそらく説明できますが、立証されてはいません。
hcx402-help-udp = 'established' は TCP の条件で、UDP は通しません。
hcx402-help-inspection = インスペクション ('ip inspect') であれば応答を通します。

## HCX403 double-nat

hcx403-summary = inside global アドレスがプライベートまたはキャリアの空間にあり、上流の別の NAT がポートを再び変える可能性がある
hcx403-private = { $address } はプライベートアドレス (RFC 1918) です。上流の別の NAT がもう一度変換する場合、ここを出たポートのまま届くとは限りません
hcx403-carrier = { $address } はキャリアグレード NAT の空間 (RFC 6598) です。上流の別の NAT がもう一度変換する場合、ここを出たポートのまま届くとは限りません
hcx403-line = パブリックアドレスではない
hcx403-help = このルータがポートを維持または固定していても、上流の NAT については何も分かりません。プロバイダに確認するか、このルータでパブリックアドレスを持つようにしてください。

## HCX404 pmtu-icmp-blocked

hcx404-summary = ICMP 'fragmentation needed' (3/4) がアプライアンスに届かず、パス MTU 探索が失敗する
hcx404-filtered = { $interface } のインバウンド アクセスリスト { $list } が ICMP 'fragmentation needed' (タイプ 3 コード 4) を破棄します。{ $who } のパケットがこの先で大きすぎた場合、何の通知もなく失われます
hcx404-denies = ICMP 3/4 を拒否する
hcx404-permit-standard = 標準アクセスリストでは ICMP を区別できません。区別するには拡張アクセスリストが必要です
hcx404-permit = 通すには、{ $place }に { $permits } を入れます。先頭に 'no' を付けると取り消せます
hcx404-help = { $permit }。HCX がパス MTU 探索に依存すると書いた文書はありません。HCX のポート一覧は perftest 用に ICMP 3/4、0、8、11 を挙げています。これが届かない場合は、アップリンクのネットワークプロファイルの MTU がそれ自体で正しくなければなりません。
hcx404-step = { $from } から最大 { $large } バイトで入る { $who } のパケットは、{ $to } で { $small } バイトの制限に当たりますが、ルータはそれを通知できません
hcx404-step-line = ルータはこのインターフェイス側の送信元に ICMP unreachable を送らない (3/4 を含む)
hcx404-step-mtu = { $to } の MTU は最大 { $small }
hcx404-step-help = interface { $from } の下で 'ip unreachables' と入力します。取り消すには 'no ip unreachables' を入力します。または HCX のアップリンクのネットワークプロファイルの MTU を { $small } 以下にして、ここで大きすぎるパケットが出ないようにします。HCX がパス MTU 探索に依存すると書いた文書はありません。

## HCX405 udp-timeout

hcx405-summary = アプライアンスの UDP エントリのタイムアウトが、トンネルが静かでいられる時間より短いか、古いエントリが残り続けるほど長い
hcx405-seconds = { " " }{ $seconds } 秒{ " " }
hcx405-for-ever = 誰かが消去するまでずっと
hcx405-short = { $who } のエントリは { $seconds } 秒間通信がないと消え、その{ $lost ->
        [port] ポート
       *[address] アドレス
    }も失われます。次のパケットは別の{ $lost ->
        [port] ポート
       *[address] アドレス
    }で出ていくことがあり、その間の応答は行き先を失います
hcx405-short-line = RFC 4787 が求める最短の { $least } 秒より短い
hcx405-short-help = 'no { $command }' と入力すると全般のタイマー (既定値 { $default } 秒) に戻ります。取り消すには元の行を入力します。HCX がキープアライブを送る間隔は公表されていません。公表している NAT-T の実装は約 { $keepalive } 秒ごとに送ります。スタティック NAT ではアドレスもポートも固定されるため、この問題は起きません。
hcx405-long = { $who } の共有アドレスのエントリは{ $how_long }残ります。すでに存在しないホストや再デプロイ前のエントリが、その間ポートをアプライアンスに渡しません
hcx405-long-line = 通信のないエントリがこの時間だけ残る
hcx405-long-help = 再デプロイの前に、ポート 4500 の行を探し、古いものを消去してください。'no { $command }' で全般のタイマー (既定値 300 秒) に戻り、元の行で取り消せます。アプライアンスごとのスタティック NAT があれば、このタイマーは影響しません。

## HCX406 max-entries

hcx406-summary = NAT エントリ数の上限に達しているか、上限がアプライアンスのエントリを拒否しうるほど小さい
hcx406-router = ルータ全体
hcx406-some = 対象のアクセスリストまたは VRF
hcx406-host = 1 台のホスト
hcx406-full = { $of }のエントリ数の上限 { $most } に達しています。{ $who } の新しいエントリは拒否されます
hcx406-full-perhaps = { $of }のエントリ数の上限 { $most } に達しています。{ $who } の新しいエントリは拒否される可能性があります
hcx406-too-few = { $who } が持てるエントリは最大 { $most } 個ですが、1 つのピアへのトンネルだけでもそれより多く必要です
hcx406-small = { $of }のエントリが { $most } に達すると、{ $who } の新しいエントリは作られません
hcx406-counted = 集計時の使用数: { $used }
hcx406-line = { $of }のエントリは最大 { $most }
hcx406-help = 'show ip nat statistics' で使用数を確認してください。この行を、より大きな数にして、または先頭に 'no' を付けて入力します。取り消すには元の行を入力します。何が上限に数えられるのか、スタティックのエントリも含まれるのかについて、文書は見つかっていません。

## HCX407 mtu-too-small

hcx407-summary = 経路上のインターフェイスの MTU が、HCX に必要な 1150 未満 (エラー)、または 1500 未満 (注記)
hcx407-least = { $who } の経路にある { $interface } の MTU は { $bytes } ですが、HCX には最低 { $least } が必要です
hcx407-profile = { $who } の経路にある { $interface } の MTU は { $bytes } です。HCX のアップリンクのネットワークプロファイルの MTU はこれを超えてはいけません
hcx407-profile-at-most = { $who } の経路にある { $interface } の MTU は最大 { $bytes } です。HCX のアップリンクのネットワークプロファイルの MTU はこれを超えてはいけません
hcx407-stated = { $bytes } バイト
hcx407-pppoe = Ethernet の { $ethernet } バイトのうち 8 バイトを PPPoE が使い、{ $interface } には 'ip mtu' がない
hcx407-tunnel = Ethernet の { $ethernet } バイトのうち 24 バイト以上をトンネルが使い、'ip mtu' がない
hcx407-profile-help = 両サイトでアップリンクのネットワークプロファイルの MTU を { $bytes } 以下にします。元の値に戻せば取り消せます。このルータの先では、さらに小さいことがあります。Google のクラウドの初期値は 1440、VPN 経由で Microsoft が勧める値は 1350 です。このルータで入力するものはありません。
hcx407-raise = interface { $owner } の下で '{ $command } N' と入力します。N は回線が運べる大きさで、Ethernet では { $ethernet }、トンネルではそれより小さくなります。'{ $command } { $bytes }' で取り消せます。回線が { $least } を運べない場合、アップリンクには別の回線が必要です。

## HCX408 ike-preserve-port

hcx408-summary = 'IKE preserve-port' または 'enable-sym-port' が設定されているが、どちらもアプライアンスの UDP 4500 を維持しない
hcx408-preserve = 'IKE preserve-port' は UDP 500 に関するものです。{ $who } の UDP 4500 を維持するという記述はどこにもありません
hcx408-preserve-line = NAT-T を使わない IKE のための設定
hcx408-preserve-help = 別のクライアントに必要ならそのまま残し、HCX については当てにしないでください。4500 を維持するのはスタティック NAT です。削除するには 'no ip nat service list { $acl } IKE preserve-port' と入力し、取り消すには 'no' のない行を入力します。
hcx408-symmetric = 'enable-sym-port' は { $who } がすべてのピアに対して同じポートを使うようにしますが、そのポートを 4500 にはしません
hcx408-symmetric-line = 維持するのは全ピア共通のマッピングで、ポートではない
hcx408-symmetric-help = 害はなく、入力するものもありません。4500 を維持するのはスタティック NAT です。'no ip nat service enable-sym-port' で削除でき、'no' のない行で取り消せます。

## HCX409 udp-500-filtered

hcx409-summary = アクセスリストが、旧リリースの HCX が 4500 と併用した UDP 500 を破棄する
hcx409-message = アクセスリスト { $lists } は { $who } の UDP 4500 を通しますが、旧リリースの HCX が併用した UDP 500 を破棄します
hcx409-end = このアクセスリストには UDP 500 を許可するエントリがない
hcx409-denies = UDP 500 を拒否する
hcx409-help = HCX 4 以降であれば対処は不要です。インベントリにリリースを書けば ('hcx:'、'release: "4.10"')、この注記は出なくなります。それより古い場合は、アクセスリストが 4500 を許可している箇所で UDP 500 も許可します。エントリの先頭に 'no' を付けると取り消せます。

## HCX410 self-traffic-translated

hcx410-summary = overload のルールのアクセスリストがルータ自身の外側アドレスを許可しており、IOS-XE がルータ自身のパケットも変換する
hcx410-own = { $interface } にあるルータ自身のアドレス { $own }{ " " }
hcx410-own-unseen = { $interface } のアドレス
hcx410-list = アクセスリスト { $list }
hcx410-map = ルートマップ { $map }
hcx410-message = { $by } が { $address }を許可しているため、NAT はルータ自身のパケットも対象にします。それらは別のポートで出ていくことや、アプライアンスに必要なポートを取ることがあります
hcx410-ipsec = { $by } が { $address }を許可しているため、NAT はルータ自身のパケット (IPsec を含む) も対象にします。それらは別のポートで出ていくことや、アプライアンスに必要なポートを取ることがあります
hcx410-permits = ルータ自身を許可している
hcx410-rule = これを使う NAT ルール
hcx410-speaks = ルータ自身がここで IPsec を使っている
hcx410-deny = 許可するエントリより上に 'deny { $own }' (標準アクセスリスト) または 'deny ip host { $own } any' (拡張アクセスリスト) を入力します
hcx410-deny-unseen = 'any' の代わりに内側のネットワークを入力します ({ $interface } のアドレスは入力にありません)
hcx410-help = Cisco は、ルールのアクセスリストで外側アドレスを拒否し、'permit ip any any' を使わないよう述べています。{ $deny }。先頭に 'no' を付けると取り消せます。内側のホストはその下で引き続き許可されている必要があり、既存のエントリは消去するまで残ります。

## HCX411 zone-drops-flow

hcx411-summary = ルータのゾーンベース ファイアウォールが、アプライアンスの UDP 4500 またはその応答を破棄する
hcx411-sent = ゾーンベース ファイアウォールが { $who } の { $protocol } { $port } を破棄します: { $why }
hcx411-answers = ゾーンベース ファイアウォールが { $who } の { $protocol } { $port } への応答を破棄します: { $why }
hcx411-sent-line = 出ていく途中で破棄する
hcx411-answers-line = 応答を破棄する
hcx411-pair = ゾーンペア、またはもう一方のインターフェイス
hcx411-row = NAT はファイアウォールより先に処理されるため、エントリがあっても外へ出た証拠にはならない
hcx411-sent-help = 内側から外側へのゾーンペアで、これらのフローに一致するクラスを、破棄するクラスより上に置き、アクションを 'inspect' にする必要があります。クラスマップは { $permits } を含むアクセスリストに一致させることができます。このアクセスリストには inside local アドレスを書きます。'inspect' は応答も通します。
hcx411-answers-help = 内側から外側へのゾーンペアで 'pass' の代わりに 'inspect' を使えば、それだけで応答が通ります。これらのフローだけのクラスマップは { $permits } を含むアクセスリストに一致させます。このアクセスリストには inside local アドレスを書きます。

## HCX412 failover-shares-address

hcx412-summary = インターフェイスに障害が起きると、フローティング スタティックルートによって複数のアプライアンスが 1 つの共有アドレスに集まる
hcx412-message = { $failed } に障害が起きると、{ $who } はいずれも { $global } から出ていきます。{ $protocol } { $port } を得るのは最初に通信したものだけです
hcx412-takes-over = { $failed } に障害が起きると引き継ぐ
hcx412-shares-there = そこで { $global } を共有させる
hcx412-shares = { $failed } の障害時に { $global } を共有させる
hcx412-help = その経路にもアプライアンスごとのスタティックを用意すれば (プロバイダごとに '... static { $protocol } ADDRESS { $port } ... route-map NAME')、フェイルオーバー後もポートが維持されます。障害になった経路のエントリはタイムアウトまで残ります。消去すれば、トンネルがもう一方の経路で新しく始まります。両方の経路が稼働している間は障害ではありません。

## HCX413 service-filtered

hcx413-summary = アクセスリストがトンネル以外の接続を破棄する: サイトペアリング (TCP 443)、perftest (5201)
hcx413-sent = アクセスリスト { $list } が { $who } の { $services } を破棄します
hcx413-answers = アクセスリスト { $list } が { $who } の { $services } への応答を破棄します
hcx413-end = このアクセスリストには許可するエントリがなく、末尾で拒否される
hcx413-denies = 拒否する
hcx413-puts-list = { $interface } にこのアクセスリストを適用している
hcx413-help-permit = 必要な通信であれば、{ $place }で許可します。例: '{ $permit }'。先頭に 'no' を付けると取り消せます。
hcx413-help-global = 必要な通信であれば、{ $place }で許可します。このアクセスリストは inside global アドレスを見ます。
hcx413-help-answers-global = 必要な通信であれば、応答を{ $place }で許可します。このアクセスリストは inside global アドレスを見ます。
hcx413-help-answers-local = 必要な通信であれば、応答を{ $place }で許可します。このアクセスリストは inside local アドレスを見ます。

## HCX414 interface-down

hcx414-summary = キャプチャの取得時、アプライアンスの経路上のインターフェイスがダウンしていたか、アドレスがなかった
hcx414-down = { $interface } はダウンしていました。その間、{ $who } のパケットはここを通りません
hcx414-unaddressed = { $interface } にはアドレスがありませんでした。その間、{ $who } のパケットはここを通りません
hcx414-down-line = その時点で { $interface } はダウンしていた
hcx414-unaddressed-line = その時点で { $interface } にはアドレスがなかった
hcx414-interface = 該当するインターフェイス
hcx414-help = show コマンドが示すのは、入力した時点の状態です。もう一度 'show ip interface brief' を入力してください。同じ結果であれば、まず回線を確認します ('show interfaces'、'show logging')。DHCP や PPP で得るアドレスであれば、プロバイダ側を確認します。NAT について入力するものはありません。
