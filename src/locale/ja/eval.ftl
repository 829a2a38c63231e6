### フローについてエンジンが述べること: 理由、未確定の点、trace の各ステップ

## 下の文に入る語

# どれか 1 つだけが当てはまるものの間。
eval-or = { " か " }
# すべてが当てはまるものの間。
eval-and = 、
eval-the-peer = ピア
eval-the-internet = インターネット
eval-list = アクセスリスト { $name }{ " " }
eval-map = ルートマップ { $name }{ " " }
# 文と文の間。
eval-also = 。また、
# $says: アクセスリストの動作。
eval-disputed = { $says }。ただし、キャプチャにはアクセスリスト { $list } がもう 1 つあり、内容が異なるため、どちらかが古い
# 片側のアドレスまたはポートが分からない場合。
eval-end = { $who ->
        [peer] ピア
       *[inside-global] inside global アドレス
    }のポート { $port }
eval-end-without-port = { $who ->
        [peer] ピア
       *[inside-global] inside global アドレス
    } (ポートは不明)
eval-without-port = { $address } (ポートは不明)

## 入ってくるところと出ていくところ

eval-arrives = { $host } は { $interface } に入ってくる
eval-arrives-told = { $host } は { $interface } に入ってくる: { $told }
eval-arrives-nowhere = { $host } に到達するインターフェイスもルートも、このルータにはない
eval-nothing-leads = { $host } に向かうインターフェイスもルートもないため、応答がデフォルトルートから再び出ていく可能性があります
eval-arrives-somewhere = { $host } がどこに入ってくるかは分からない。候補: { $names }{ $more ->
        [yes] 、またはほかのインターフェイス
       *[no] { "" }
    }
eval-route-to-null = { $to } へのルートは Null0 に向いており、破棄される。以下の手順は、より優先されるルートがある場合のもの
eval-no-route-out = { $to } へのルートも、outside のインターフェイスもない
eval-way-out = { $to } へは { $names } から出る
eval-ways-out = { $to } へは { $names } から出る。どれになるかは、どのルートが有効かによる
eval-unrouted = この設定には { $to } へのルートがない。ルートがあれば { $names } から出る可能性がある
eval-ways-undecided = { $to } への経路は設定だけでは決まらない。{ $names } から出る可能性がある
eval-told = { $says }。{ $told }
# いくつかの経路のどれか。
eval-by = { $interface } から出る場合
eval-by-when = { $when }、{ $interface } から出る
eval-whichever = どの経路でも
eval-otherwise = それ以外の場合
eval-while-up = トラック { $track } がアップの間
eval-while-down = トラック { $track } がダウンの間
eval-while-answers = { $hop } が応答する間
eval-while-hop-down = { $hop } がダウンの間
eval-if-fails = { $interface } に障害が起きると
eval-if-route-goes = { $interface } を通るルートがなくなると
eval-own-address = { $address } はアプライアンスのアドレスではなく、{ $interface } にあるルータ自身のアドレスである
eval-shared-gateway = { $address } はアプライアンスのアドレスではなく、このルータと冗長化の相手が { $interface } でゲートウェイとして共有するアドレスである
eval-global-of-static = { $address } は { $host } のパブリックアドレスで、スタティックの inside global アドレスである。inside のアドレス { $host } を指定する必要がある
eval-global-of-pool = { $address } はパブリックアドレスで、NAT プール { $pool } のものである。アプライアンスの inside のアドレスを指定する必要がある
eval-on-the-outside = { $address } は { $interface } の外側にある。inside local アドレスを指定するか、そのインターフェイスに 'ip nat inside' を設定する必要がある
eval-no-such-vrf = このルータには VRF { $vrf } のインターフェイスがない
eval-peer-is-router = { $peer } は { $interface } にあるルータ自身のアドレスである。受信側のパブリックアドレスを指定する必要がある
eval-peer-is-near = { $peer } は { $interface } の、アプライアンスと同じネットワークにある。受信側のパブリックアドレスを指定する必要がある
eval-to-null = スタティックルートがピア宛のパケットを Null0 に送っている
eval-answers-to-null = { $host } への、接続ネットワークより長いプレフィックスのスタティックルートが、応答を Null0 に送っている
eval-overruled = ピアへのスタティックルートはディスタンスが { $distance } で、'{ $protocol }' が学習するルートのほうが優先される
eval-no-route-leaves = この設定には { $to } へのルートがなく、ルートがなければ何も出ていかない
eval-outside-in-vrf = この設定には { $to } へのルートがない。{ $interface } は VRF { $vrf } にあり、ルートがなければ別のルーティングテーブルからは届かない
eval-may-be-learned = この設定には { $to } へのルートがなく、'{ $protocol }' が学習するルートは 'ip nat outside' ではない { $interface } を通る可能性がある
eval-into-vrf = { $from } から VRF { $vrf } の { $to } への NAT: VRF からグローバルへの場合を除き、ルーティングテーブルをまたいで動作するという資料は見つかっていない
eval-trouble = キャプチャの取得時、{ $interface } は{ $what ->
        [down] ダウンしており
       *[unaddressed] アドレスがなく
    }、その間は何も通らない
eval-unopened = { $file }: { $what }

## ポリシールーティング

eval-policy-none = ルートマップ { $map } のどの句にも一致しないため、ルーティングテーブルに従う
eval-policy-open = ルートマップ { $map } によるポリシールーティングで、別の経路に送られる可能性がある
eval-policy-denies = ルートマップ { $map } の句 { $clause } が拒否するため、ルーティングテーブルに従う
eval-policy-nothing = ルートマップ { $map } の句 { $clause } に一致するが、別の経路には送られない
eval-policy-sends = ルートマップ { $map } の句 { $clause } により { $names } から出る
eval-policy-leaves = ルートマップ { $map } の句 { $clause } はルーティングテーブルに任せており、そこにピアへのルートがある
eval-policy-may = ルートマップ { $map } の句 { $clause } により別の経路に送られる可能性がある: { $why }
eval-policy-tracked = そのネクストホップが使えるかどうかは、この入力にない
eval-policy-not-modelled = 'set { $text }' はモデル化していない
eval-policy-needs-peer = 指定のないピアへのルートによって決まる
eval-policy-learned = '{ $protocol }' が学習しうるルートによって決まる
eval-policy-no-hop = ネクストホップの指定がない
eval-policy-own-hop = ネクストホップ { $hop } は { $interface } にあるルータ自身のアドレスである
eval-policy-far-hop = ネクストホップ { $hop } は、この入力にある直接接続のネットワークのどれにも含まれない
eval-policy-inside-hop = ネクストホップ { $hop } は inside 側 ({ $interface }) にある別の機器である
eval-policy-no-interface = インターフェイスの指定がない
eval-policy-null = 'set interface Null0' により破棄される
eval-policy-answers = { $interface } のルートマップ { $map } によるポリシールーティングが、アプライアンスへのルートより先に NAT 後の応答を{ $sure ->
        [yes] 別の経路に送る
       *[no] 別の経路に送る可能性がある
    }
eval-policy-interface = 'set interface { $interface }' が有効かどうかは、その時点のルートによる
eval-policy-undefined = { $interface } は定義されていないか、シャットダウンされている

## ルータ自身のテーブルから分かること

eval-shown = 'show ip route' に { $prefix } ({ $origin }) がある
eval-shown-in-use = 'show ip route' に { $prefix } ({ $origin }) があり、これが使われている
eval-shown-as-long = 'show ip route' に { $prefix } ({ $origin }) がある ({ $protocol } がこのルートを持つ間)
eval-shown-not-back = 設定には { $host } へ戻るルートがあるが、'show ip route' にはない。どちらかが古い
eval-shown-other-back = 'show ip route' では、{ $host } へ戻るインターフェイスが設定と異なる。どちらかが古い
eval-shown-arp = ARP テーブルでは { $host } は { $interface } にある
eval-shown-lost = 'show ip route' に { $to } 宛の { $prefix } があるが、{ $why }
eval-shown-leads = 'show ip route' では { $to } へは { $names } から出る ({ $origin })。設定はこれと異なり、どちらかが古い
eval-shown-drops = 'show ip route' では { $to } 宛のパケットは破棄される ({ $origin })。設定はこれと異なり、どちらかが古い
eval-shown-has = 'show ip route' に { $to } 宛の { $prefix } ({ $origin }) があり、{ $why }。設定はこれと異なり、どちらかが古い
eval-static-not-configured = 変換テーブルには、設定にないスタティックエントリがある。どちらかが古い
eval-static-given-away = 設定のスタティックがこのホストに割り当てているものを、テーブルでは別のホストが使っている。どちらかが古いか、このルータのものではない
eval-row-of-any-vrf = { $address } は複数の VRF にあり、テーブルの行がどの VRF のものか分からない。'show ip nat translations vrf NAME' を貼り付けること
eval-shown-none = 'show ip route' に { $to } へのルートがない
eval-shown-halves = 'show ip route' では、インターネットの半分へのルート { $prefix } が、残りの半分とは別の方向へ向かう
eval-shown-none-but = 設定には { $to } へのルートがあるが、'show ip route' にはない。どちらかが古い
eval-lost-vrf = その先は別の VRF である
eval-lost-shut = 出口の { $interface } は設定でシャットダウンされている
eval-lost-undefined = 出口の { $interface } は設定にない
eval-lost-no-interface = その行からは出口のインターフェイスが分からない
eval-lost-no-way = その経路が表示されていない
eval-lost-gateway = そのゲートウェイ { $hop } に到達するルートがない
eval-standby = このルータは { $interface } の HSRP グループ { $group } のアクティブルータではない ({ $state })。現在は{ $partner }おり、重要なのはそのルータの設定である
eval-standby-partner = { " " }{ $address } が転送して
eval-standby-another = 別のルータが転送して
eval-silent = { $host } は ARP に応答しない (Incomplete)。停止しているか存在せず、原因は NAT ではない
eval-not-in-arp = { $host } は ARP テーブルにない。最近このルータと通信していない

## アクセスリスト

eval-list-lets-in = アクセスリスト { $list } が通す
eval-list-drops = アクセスリスト { $list } が破棄する
eval-list-may-let-in = アクセスリスト { $list } が通すかどうかは、この入力からは分からない
eval-list-may-drop = アクセスリスト { $list } が{ $what ->
        [it] パケットを
       *[answers] 応答を
    }破棄するかどうかは、この入力からは分からない
eval-list-disputed = キャプチャにはアクセスリスト { $list } の内容が 2 通りある
eval-list-undefined = アクセスリスト { $list } は定義されておらず、すべてを通す
eval-list-not-here = アクセスリスト { $list } はこの設定の抜粋になく、破棄される可能性がある
eval-list-lets-out = アクセスリスト { $list } は、{ $from } が { $interface } から出るのを許可する
eval-list-drops-out = { $interface } のアクセスリスト { $list } は NAT の後に評価され、{ $from } からのパケットを破棄する
eval-list-drops-answers = { $interface } のアクセスリスト { $list } は NAT の{ $order ->
        [before] 前
       *[after] 後
    }に評価され、{ $to } 宛に見える応答を破棄する
eval-list-lets-answers = アクセスリスト { $list } は { $to } への応答を通す
eval-list-opened = アクセスリスト { $list } は、インスペクションによって応答に対して開かれる
eval-list-opened-only = アクセスリスト { $list } は、{ $by }によって開かれた場合にだけ応答を通す
eval-list-may-meet = 応答は inside 側のアクセスリスト { $list } を通る可能性があり、そこで破棄される可能性がある

## NAT の先と、戻り

eval-inspection = インスペクション
eval-inspection-of = インスペクション { $name } ({ $protocol }){ " " }
eval-inspect-watches = { $inspection }の対象になり、応答も通る
eval-inspect-does-not = { $inspection }は { $protocol } を対象とせず、応答を通さない
eval-inspect-may = { $inspection }の対象になるかどうかは、この入力からは分からない
eval-policy-drops = ポリシー { $policy } がパケットの一部のクラスを破棄しており、このパケットや応答も破棄される可能性がある
eval-crypto-may = crypto map { $map } が NAT の後に対象とする可能性がある: { $why }
eval-crypto-group = グループが暗号化する対象はキーサーバが配布する
eval-crypto-no-list = そのアクセスリスト { $list } がこの入力にない
eval-crypto-missed = crypto map { $map } のアクセスリスト { $list } は内部アドレス { $host } を指しているが、その前に NAT がアドレスを書き換えるため、パケットはそのトンネルに入らない
eval-crypto-takes = NAT の後に crypto map { $map } (アクセスリスト { $list }) の対象に{ $sure ->
        [yes] なる
       *[no] なる可能性がある
    }。ルータ自身のトンネルに入{ $meant ->
        [yes] る
       *[no] り、そのままではピアに届かない
    }
eval-answers-come = 応答は { $from } から { $to } 宛で、{ $interface } に入ってくる
eval-route-back = { $host } へのルートは { $interface } に向いている
eval-nat-back = NAT が { $global } を { $local } に戻す ({ $by ->
        [entry] 既存のエントリによる
        [first-if-any] 最初のパケットでエントリが作られた場合
        [static] スタティックによる
       *[first] 最初のパケットで作られるエントリによる
    })
eval-outside-pool = { $peer } からの応答は、送信先とは異なる、プールのアドレスで inside に届く可能性がある
eval-outside-if-peer = ピアが { $global } の場合、inside からは { $local } 宛に送信する必要があり、応答もそこから来たように見える
eval-outside-answers = { $global } からの応答は { $local } として inside に届く。アプライアンスはこのアドレス宛に送信する必要がある
eval-outside-sent = { $local } 宛のパケットは { $global } に送られ、outside 側のアクセスリストはこのアドレスを見る

## ゾーン

eval-zone-undefined = ゾーン { $zone } がこの入力では定義されておらず、ゾーンベース ファイアウォールが破棄する可能性がある
eval-zone-not-here = 両方のインターフェイスがゾーンに属するかどうかは、この設定の抜粋にない
eval-zone-in-none = { $member } はゾーン { $zone } に属し、{ $outsider } はどのゾーンにも属さない。ゾーンベース ファイアウォールはこの間で何も通さない
eval-zone-same = 両方のインターフェイスがゾーン { $zone } に属するため、ゾーンベース ファイアウォールは通す
eval-zone-no-pair = { $source } から { $destination } へのゾーンペアがないため、ゾーンベース ファイアウォールが破棄する
eval-zone-pair-not-here = { $source } から { $destination } へのゾーンペアがこの設定の抜粋にない
eval-zone-pair = ゾーンペア { $name } ({ $source } から { $destination }){ " " }
eval-zone-no-policy = { $pair }にポリシーがないため、ゾーンベース ファイアウォールが破棄する
eval-zone-policy-not-here = { $pair }のポリシーがこの設定の抜粋にない
eval-zone-policy-undefined = { $pair }のポリシー { $policy } がこの入力では定義されていない
eval-zone-open = { $pair }での扱いは、この入力では決まらないクラスによる
eval-zone-no-class = ポリシー { $policy } のどのクラスにも一致しないため、{ $pair }で破棄される
eval-zone-inspects = { $pair }のクラス { $class } がインスペクションの対象とし、応答も通す
eval-zone-passes = { $pair }のクラス { $class } が、この方向に限り通す
eval-zone-drops = { $pair }のクラス { $class } が破棄する
eval-zone-arrival = ゾーン { $zone } に出ていくが、どこから入ってくるか分からないため、ゾーンベース ファイアウォールが破棄する可能性がある

## NAT のルール

eval-nat-looks = inside から outside のインターフェイスへ通るため、NAT の対象になる
eval-nat-taken-to-look = インターフェイスが入力にないため、NAT の対象になるものとみなす
eval-nat-does-not-look = NAT の対象にならない: { $inbound }、{ $outbound }
eval-side-unknown = { $role ->
        [inbound] 入ってくる
       *[outbound] 出ていく
    }インターフェイスが不明
eval-side = { $interface } { $side ->
        [none] には 'ip nat' の行がない
        [inside] は inside
        [outside] は outside
       *[enable] は NVI で有効
    }
eval-static-takes = このスタティックの対象に{ $sure ->
        [yes] なる
       *[no] なる可能性がある
    }
eval-rule-takes = { $by }が{ $sure ->
        [yes] 許可するため、このルールの対象になる
       *[no] 許可する可能性があり、このルールの対象になる可能性がある
    }
eval-not-this-static = このスタティックの対象ではない: { $why }
eval-not-this-rule = このルールの対象ではない: { $why }
eval-names-undefined = 参照している { $name } が設定で定義されていない
eval-for-other-port = 別のポートまたは条件に対するものである
eval-for-other-vrf = 別の VRF に対するものである
eval-list-empty = アクセスリスト { $list } が空である
eval-denies = { $by }が { $host } を拒否する
eval-does-not-permit = { $by }が { $host } を許可しない
eval-map-elsewhere = ルートマップ { $map } は { $interface } から出るパケットを対象としていない
# ルールの変換先。
eval-to-empty-pool = アドレスのないプール { $pool }
eval-to-undefined-pool = 定義されていないプール { $pool }
eval-to-undefined = 定義されていない { $interface } のアドレス
eval-to-shut = シャットダウンされている { $interface } のアドレス
eval-to-no-address = アドレスのない { $interface }

## 結果

eval-no-configuration = 設定が貼り付けられていない
eval-not-said = { $host } がどうなるかは設定から分からない
eval-depends = 場合による:{ " " }
eval-depends-or = 。または、
eval-dropped-before = インバウンド アクセスリストが NAT の前に破棄する
eval-dropped-after = アウトバウンド アクセスリストが NAT の後に破棄する
eval-not-passing = 'ip nat inside' から 'ip nat outside' のインターフェイスへ通らない
eval-into-tunnel = ルータ自身のトンネル { $interface } から出る。その先の終端がどう扱うかは分からない
eval-no-nvi = IOS-XE は NAT 仮想インターフェイス (ip nat enable、ip nat source) をサポートしない
eval-no-rule = 対象とする NAT ルールがない
eval-no-rule-here = 貼り付けられた設定の抜粋に、対象とする NAT ルールがない
eval-translates-to = NAT ルールの変換先が{ $what }である
eval-fixed = スタティック NAT のルールがアドレスとポートを固定している
eval-contested = 2 つのスタティックが同じアドレスとポートをこのホストと { $other } に割り当てており、有効なのはどちらか一方だけである
eval-own-of-pool = 専用のアドレスがある
eval-pool-used-up = ルールに 'overload' がなく、{ $size } 個のアドレスはすべてほかのホストが使っている
eval-pool-each = ルールに 'overload' がなく、inside ホストはそれぞれ { $size } 個のアドレスから 1 つを使う。残りがなくなると、後から来たホストには割り当てられない
eval-global = inside global アドレスは { $address }
eval-global-kept = inside global アドレスは { $address } で、ポートは維持される: { $reason }
eval-global-becomes = inside global アドレスは { $address } で、ポートは { $port } になる: { $reason }
eval-global-because = inside global アドレスは { $address }: { $reason }
eval-port = { $outcome ->
        [kept] ポートは維持される
        [remapped] ポートは別のものになる
        [either] ポートは維持されるとは限らない
        [dropped] パケットは出ていかない
        [untranslated] パケットは変換されずに出ていく
       *[unknown] ポートがどうなるかは分からない
    }: { $reason }
eval-port-becomes = ポートは { $port } になる: { $reason }
eval-story-becomes = { $when }、ポート { $port } として出ていく
eval-story = { $when }、{ $outcome ->
        [kept] ポートは維持される
        [remapped] 別のポートとして出ていく
       *[either] ポートは維持されるとは限らない
    }
# $outcome: report-outcome。
eval-ports = ポート { $count ->
        [one] { $first }
       *[other] { $first }-{ $last }
    }: { $outcome }: { $reason }

## スタティックに対する疑問

eval-whole-to-another = 別のスタティックが { $global } の全体を { $who } に割り当てている
eval-port-to-another = 別のスタティックが { $global } のポート { $port } を { $who } に割り当てている
eval-port-perhaps-same = 同じアドレスの可能性があるアドレスで、別のスタティックがポート { $port } を { $who } に割り当てている
eval-network-to-another = ネットワーク全体のスタティックが { $global } を { $who } に割り当てており、どちらが有効かは文書化されていない
eval-hidden-alike = 別のスタティックが { $hidden } と表示されているアドレスを { $who } に割り当てている。どちらも伏せられており、実際のアドレスは不明である
eval-no-group = このスタティックが従う冗長グループ { $group } が、どのインターフェイスにもない
# $why: eval-host-... のどれか。
eval-no-static-address = { $global } は{ $why }であり、スタティックには使えない
eval-no-pool-address = { $global } は{ $why }であり、プールには使えない
eval-host-none = ホストに割り当てられないアドレス
eval-host-peer = ピアのアドレス
eval-host-next-hop = ルートのネクストホップ
eval-host-edge = サブネットのネットワークアドレスまたはブロードキャストアドレス
eval-whole-shared = ほかのホストも使う { $global } の全体に対するスタティックであり、それ自体に危険がある
eval-xe-own-address = IOS-XE は、ルータ自身のアドレス { $global } を指定するスタティックをサポートしない
eval-router-ipsec-static = ルータ自身が { $global } で IPsec を使っており、そのポートを渡すかどうかは文書に記載がない
eval-xe-port-withheld = ルータの設定が自身のアドレスのポート { $port } を NAT に使わせない。スタティックならそれでも使えるかどうかを記した文書は見つかっていない
eval-xe-interface-static = IOS-XE が、インターフェイスのアドレスを 1 ポート分のスタティックと共有できるという文書は見つかっていない

## 共有アドレス

eval-shared-unknown = 共有アドレスが不明
eval-shared-given-away = スタティックが共有アドレスの全体を { $owner } に割り当てており、ほかのホストに何が残るかは文書に記載がない
eval-shared-entry-whole = あるエントリが { $address } の全体を { $owner } に割り当てており、ほかのホストに何が残るかは文書に記載がない
eval-holds-now = 現在、自分のエントリがこのポートを保持している
# ブロックは IOS-XE、グループはクラシック IOS の方式。
eval-taken = このアドレスのポートは使用中で、その場合{ $which ->
        [blocks] { " " }IOS-XE は自身のブロックから空いているポートを使う
        [group] クラシック IOS は同じグループから空いているポートを使う
       *[first] クラシック IOS は同じグループで最初に空いているポートを使う
    }
eval-outlives = 既存のエントリでは { $now } であり、エントリは原因がなくなった後も残る
eval-outlives-free = 既存のエントリでは { $now } であり、エントリは原因がなくなった後も残る。{ $port } は現在空いている
eval-unread-holder = アドレスを読み取れないホストのエントリがこのポートを保持しており、それはこのホストかもしれない
eval-first-keeps = 先に通信を始めたホストがポートを維持し、ほかのホストのポートは変わる
eval-ipsec-no-block = ルータ自身がこのアドレスで IPsec を使っており、NAT が持つどのブロックにもこのポートがない
eval-ipsec-may-hold = ルータ自身がこのアドレスで IPsec を使っており、このポートを保持している可能性がある
eval-if-first = { $host } が先に通信を始めた場合
eval-if-some-before = ほかの { $others } 台のうち { $before } 台が先に通信を始めた場合
eval-block-held = NAT は { $port } を含むブロック { $first }-{ $last } を持っている (使用中のポート: { $used } 個)
eval-block-not-held = NAT が持つどのブロックにも { $port } がない。まずそのブロックの割り当てを受ける必要があるが、ルータ自身が使うポートを含むブロックは割り当てられない
# $ports: 4500、1024-1026。
eval-tried = { $ports } は{ $why ->
        [port] 使用中
        [ports] 使用中
       *[group] すべて使用中
    }
eval-ios-free = このアドレスのポートを保持しているホストはなく、クラシック IOS は空いている送信元ポートを維持する
eval-ios-unreserved = このポートを予約するものはなく、このアドレスを使う別のホストが先に使わない限り維持される
eval-ios-full = このアドレスでは同じグループのポートがすべて使用中で、その場合パケットは破棄される
eval-xe-only = NAT が使えるポートは { $first } から { $last } までで、{ $port } は含まれない
eval-xe-without = ルータはそのアドレスのポート { $port } を NAT に使えない
eval-xe-blocks = Bulk Port Allocation では、各ホストは自身のブロックのポートだけを使う
eval-xe-cgn = 公開されている CGN モードの例では、どのホストも別のポートに変わっている
eval-xe-free = ポートは空いているが、IOS-XE が空いている送信元ポートを維持するかどうかは確定していない。公開されている例は一致しない
eval-xe-unreserved = このポートを予約するものはなく、IOS-XE が空いている送信元ポートを維持するかどうかは確定していない
eval-xe-extended = このアドレスのポートは使用中だが、'overload extended' ではピアが異なれば同じポートを維持できる可能性がある
eval-linux-free = このポートを保持しているホストはなく、Linux は可能な限り元のポートを維持する
eval-linux-another-peer = ポートを保持しているフローは別のピア宛であり、Linux は宛先でもフローを区別する
eval-linux-same-peer = 別のホストが同じピアに対してこのポートを保持しており、この 2 つのフローは区別できない
eval-linux-held = ポートを保持しているフローが別のピア宛であれば維持され、そうでなければ維持されない
eval-linux-unreserved = 別のホストが同じピアに対して先にこのポートを使わない限り維持される

## インターフェイスに障害が起きたとき

eval-then-not-looked = そこでは NAT の対象にならない
eval-then = { $label }: { $says }
eval-then-static = そこではスタティックが { $global } のポート { $port } を割り当てる{ $sure ->
        [yes] { "" }
       *[no] { " " }(可能性あり)
    }
eval-then-shares = そこでは { $global } を共有し、ポートは先に通信を始めたホストのものになる{ $sure ->
        [yes] { "" }
       *[no] { " " }(可能性あり)
    }
eval-then-pool = そこではプールのアドレスを 1 つ使う{ $sure ->
        [yes] { "" }
       *[no] { " " }(可能性あり)
    }
eval-then-no-rule = そこでは対象とする NAT ルールがない{ $sure ->
        [yes] { "" }
       *[no] { " " }(可能性あり)
    }
eval-then-translates = そこでは NAT ルールの変換先が{ $what }である{ $sure ->
        [yes] { "" }
       *[no] { " " }(可能性あり)
    }

# $mapping、$preservation、$overloading: RFC 4787 の用語。
eval-words = mapping: { $mapping }、port preservation: { $preservation ->
        [yes] あり
        [no] なし
       *[open] 未確定
    }、port overloading: { $overloading ->
        [yes] あり
        [no] なし
       *[open] 未確定
    }

## 観測された内容と設定の食い違い

model-release = 設定のリリースは { $configured } だが、{ $seen } が動作している
model-side = { $interface } の NAT の inside と outside が、設定と 'show ip nat statistics' とで異なる
model-rule = 設定にない動的ルールが NAT にある
model-address = { $interface } のアドレスは設定では { $configured } だが、{ $seen } が観測された
model-no-address = { $interface } には設定ではアドレスがないが、{ $seen } が観測された
model-moved = { $interface } のアドレスとして { $seen } が観測されたが、変換テーブルでは { $row } になっている
model-seen-down = { $interface } は設定ではシャットダウンされていないが、administratively down と観測された
model-not-seen-down = { $interface } は設定ではシャットダウンされているが、administratively down とは観測されていない
model-interface-list = { $interface } のアクセスリストが、設定と 'show ip interface' とで異なる
model-list-differs = アクセスリスト { $list } が、設定と 'show access-lists' とで異なる
model-list-only-shown = アクセスリスト { $list } は設定にないが、'show access-lists' にはある
model-static-row = 変換テーブルに、設定にないスタティックエントリがある
model-again-interface = { $interface } が、設定の部分ごとに異なる
model-again-route = ルートが、設定の部分ごとに異なる
model-again-rule = NAT ルールが、設定の部分ごとに異なる
model-again = { $kind ->
        [list] アクセスリスト { $name }
        [group] オブジェクトグループ { $name }
        [pool] NAT プール { $name }
       *[map] ルートマップ { $name }
    } が、設定の部分ごとに異なる
