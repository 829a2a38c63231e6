### 設定から予測されること

## 複数のルールで使うもの

address-of-interface = { $name } のアドレス
leaves-as = { $wanted } ではなく { $port } として出ている
leaves-without-port = { $wanted } ではなくポートなしで出ている
shared-by-rule = このルールにより inside ホストが { $address } を共有する
put-behind-it = この行により { $host } もその対象になる

## HCX201 overload-collision

hcx201-summary = 2 台以上のアプライアンスが overload で 1 つの inside global アドレスを共有し、UDP 4500 を維持できるのは 1 台だけ
hcx201-share = { $names } は { $udp } { $port } から送信し、{ $address } を共有しています。{ $port } を維持できるのは 1 台だけで、通常は先に通信を始めたものです
hcx201-share-one = { $name } の複数のアドレスは { $udp } { $port } から送信し、{ $address } を共有しています。{ $port } を維持できるのは 1 台だけで、通常は先に通信を始めたものです
hcx201-may-share = { $names } は { $udp } { $port } から送信し、すべてがその経路で出ていく場合は { $address } を共有します。その場合、{ $port } を維持できるのは 1 台だけで、通常は先に通信を始めたものです
hcx201-help = どのアプライアンスがポートを失うかは、再デプロイのたびに変わることがあります。失った側は、通常 1024 以上で最も小さい空きポートから出ていきます。スタティック NAT で、アプライアンスごとに専用のアドレスか固定のポートを割り当ててください。

## HCX202 port-not-reserved

hcx202-summary = アプライアンスが inside global アドレスを他のホストと共有しており、UDP 4500 を予約する設定がない
hcx202-not-reserved = { $address } の { $udp } { $port } を { $name } に予約する設定がありません。このアドレスを共有する別のホストが先に { $udp } { $port } を使うと、そのホストのものになります
hcx202-help = 2 台目のアプライアンス、VPN クライアント、新しいアドレスで再デプロイされたアプライアンスのどれか 1 つだけでも起こり得ます。アプライアンスのスタティック NAT でポートを固定できます。

## HCX203 no-nat-rule

hcx203-summary = アプライアンスに当てはまる NAT ルールがなく、inside のアドレスのまま出ていく
hcx203-untaken = { $who } に当てはまる NAT ルールがありません。パケットはこのプライベートアドレスのまま出ていき、インターネット経由では応答が戻りません
hcx203-rule = このリストを参照するルール
hcx203-help = アプライアンスのスタティック NAT を追加するか、NAT ルールのリストでアプライアンスを許可してください (後者ではアドレスを共有します)。このままでよいのは、このトラフィックが VPN か専用線を通る場合だけです。

## HCX204 nat-not-triggered

hcx204-summary = パケットが 'ip nat inside' から 'ip nat outside' のインターフェイスへ通らないため、NAT の対象にならない
hcx204-not-triggered = { $names } のパケットは NAT の対象になりません。'ip nat inside' から 'ip nat outside' のインターフェイスへ通らないためです
hcx204-help = 不足している 'ip nat inside' または 'ip nat outside' をインターフェイスに追加してください。パケットが誤ったインターフェイスから出ている場合は、代わりに経路を直してください。
# 入力する行と、その場所。
hcx204-missing = { $interface } に 'ip nat { $side }'
hcx204-help-missing = { $missing } を設定してください。パケットが誤ったインターフェイスから出ている場合は、代わりに経路を直してください。
hcx204-shut = この outside インターフェイスは shutdown されている
hcx204-help-shut = 'ip nat outside' のインターフェイスはすべて shutdown されており、そこからは何も出ません。アプライアンスがそこから出るべきなら、'no shutdown' で有効にしてください。

## HCX205 undefined-reference

hcx205-summary = NAT ルールが、定義されていないアクセスリスト、プール、ルートマップ、インターフェイスを参照している
hcx205-access-list = アクセスリスト { $name }
hcx205-route-map = ルートマップ { $name }
hcx205-pool = プール { $name }
hcx205-interface = インターフェイス { $name }
hcx205-undefined = { $what } が定義されていないため、この NAT ルールは何も変換しません
hcx205-not-read = { $what } の定義が、読み取れる行の中にないため、この NAT ルールは判定できません
hcx205-not-pasted = { $what } が、貼り付けられた設定の中にないため、この NAT ルールは判定できません
hcx205-line = 定義されていない
hcx205-rule = NAT ルール
hcx205-help = 定義するか、名前を直してください。定義されていないアクセスリストは、インターフェイスではすべてを許可しますが、NAT ルールでは何も変換しません (IOS のラボで確認された例による)。
hcx205-help-not-read = 'hcxnat parse' が malformed と表示する行を確認してください。そのどれかで定義されている可能性があります。
hcx205-help-not-pasted = 'terminal length 0' の後の 'show running-config' の出力全体を貼り付けてください。
hcx205-empty = プール { $pool } にアドレスがないため、この NAT ルールは何も変換しません
hcx205-empty-target = アドレスがない
hcx205-empty-pool = プールの定義
hcx205-help-empty = プールにホストのアドレスを設定するか、ルールに別のプールを指定してください。

## HCX206 port-never-preserved

hcx206-summary = ルータの NAT の設定により、共有アドレスの UDP 4500 はどの inside ホストにも割り当てられない
hcx206-never = { $names } は、単独であっても { $udp } { $port } を維持{ $cannot ->
        [cannot] できません
       *[other] できない可能性があります
    }: { $reason }
hcx206-setting = { $port } を NAT に使わせない設定
hcx206-help = これは設定によるもので、障害ではありません。Cisco の例でも、ポート範囲の指定でルータ自身の IPsec 用に 4500 を残しています。スタティック NAT で、アプライアンスごとに専用のアドレスを割り当ててください。

## HCX207 reserved-for-other

hcx207-summary = スタティック NAT が共有アドレスの UDP 4500 を別のホストに割り当てている
hcx207-reserved = { $address } の { $udp } { $port } はスタティック NAT で { $who } に割り当てられているため、{ $losing } は使えません
hcx207-static = { $address } のポート { $port } を { $host } に割り当てる
hcx207-rule = ほかのホストが共有するルール
hcx207-help = 残りのアプライアンスには、スタティック NAT でそれぞれ専用のアドレスか別の固定ポートを割り当ててください。

## HCX208 pool-exhausted

hcx208-summary = overload のない NAT ルールのアドレスがアプライアンスの台数より少なく、変換されないものが出る
hcx208-used-up = { $names } は変換されません。プール { $pool } のアドレス ({ $addresses }) はすべてほかのホストが使っています
hcx208-too-few = { $names } にはプール { $pool } のアドレスがそれぞれ必要ですが、プールには { $addresses } しかありません。最後に通信を始めたものは変換されません
hcx208-addresses = { $size } 個のアドレス
hcx208-rule = 'overload' がないため、inside ホストごとに 1 つのアドレスを占有する
hcx208-allocated = { $count } 個すべてが割り当て済み
hcx208-holder = { $who } が { $global } を使っている
hcx208-help = スタティック NAT で、プールの外のアドレスをアプライアンスごとに割り当てるか、リストで許可されるホストの数よりプールを大きくしてください。'overload' でも不足は解消しますが、アプライアンスがアドレスを共有し、UDP 4500 を維持できるのは 1 台だけになります (HCX201)。

## HCX209 order-dependent

hcx209-summary = 2 つの NAT ルールがアプライアンスに当てはまり結果が異なるが、ルータがどちらを先に試すかは文書にない
hcx209-depends = { $names } にどの NAT ルールが適用されるかは、Cisco が文書化していない順序に依存します。{ $first } を先とみなしていますが、{ $others } も当てはまり、結果が異なります
hcx209-static = { $local } のスタティック NAT
hcx209-dynamic = { $selector } を { $target } に変換するルール
hcx209-list = リスト { $name }
hcx209-route-map = ルートマップ { $name }
hcx209-pool = プール { $name }
hcx209-first = 先に試されるとみなしたルール
hcx209-other = このルールも当てはまる
hcx209-list-line = この行により最初のルールが { $host } に当てはまる
hcx209-help = { $platform ->
        [nvi] NVI ('ip nat source') では、入力した順にルールが試されたという報告が 1 件あります。
        [xe] IOS-XE がリストを番号順、名前順、入力順のどれで試すかを示す情報は見つかっていません。
       *[classic] 番号付きリストの昇順、名前付きリスト、ルートマップの順に試される例が、クラシック IOS の 1 つのラボで確認されています。
    }リストが重ならないようにしてください。どちらのルールを使うかを決め、もう一方のルールのリストで、アプライアンスを許可するエントリより上に拒否のエントリを置きます。たとえば { $list }に 'deny host { $host }' (拡張リストでは 'deny ip host { $host } any') を追加します。先頭に 'no' を付けると取り消せます。それまでに作られた変換エントリは、消去するまで残ります。{ $platform ->
        [nvi] {""}
       *[other] アプライアンスのスタティック NAT でも解決します。スタティックはリストより先に適用されます。
    }
hcx209-of-list = アクセスリスト { $name }{" "}
hcx209-of-route-map = ルートマップ { $name } のリスト
hcx209-of-other = もう一方のルールのリスト

## HCX210 pool-does-not-separate

hcx210-summary = 複数のアドレスを持つ overload のプールでも、アプライアンスごとに 1 つのアドレスにはならない
hcx210-pool = プール { $name } には { $size } 個のアドレスがありますが、{ $how }。{ $so }
hcx210-pinned = paired address pooling は各ホストをそのうちの 1 つに固定し、複数のホストを同じアドレスに固定することもあります
hcx210-xe = overload のルールがホストごとに別のアドレスを割り当てるとは限りません
hcx210-classic = { $first } のポートを使い切るまでは、どのホストにも { $first } が使われます
hcx210-not-apart = このプールでは { $names } のアドレスは分かれません
hcx210-not-kept = ほかのアドレスがあっても、{ $names } の { $udp } { $port } は確保されません
hcx210-addresses = 'overload' で共有される { $size } 個のアドレス
hcx210-rule = このルールで共有される
hcx210-paired = paired address pooling の設定
hcx210-help = プールにアドレスを追加しても解決しません。{ $platform ->
        [xe] {""}
       *[classic] あるアドレスで使用中のポートは、同じアドレスの別のポートに置き換えられるためです。
    }スタティック NAT でアプライアンスごとに 1 つ割り当ててください: 'ip nat inside source static { $host } PUBLIC-ADDRESS'。プール { $pool } の外のアドレスを使うか、先にプールから外したアドレスを使います (HCX304)。取り消すには、スタティックの行の先頭に 'no' を付けて入力します。

## HCX211 path-resiliency-not-covered

hcx211-summary = Application Path Resiliency が有効で、そのポート範囲の一部が共有アドレスに任されている
hcx211-left = Application Path Resiliency では { $names } は { $udp } { $start }-{ $end } から送信しますが、{ $fixed }。ほかのポートに変換されたトンネルはダウンしたままになることがあり、その場合アップリンクは縮退 (degraded) します
hcx211-no-static = これらのポートを扱うスタティック NAT がありません
hcx211-one-static = スタティック NAT が扱うのは { $port } だけです
hcx211-some-statics = スタティック NAT が扱うのは { $all } 個のうち { $carried } 個のポートだけです
hcx211-shared = 範囲のすべてのポートを、ほかのホストと共有する { $address } に任せている
hcx211-static = このポートだけを扱い、範囲全体は扱わない
hcx211-help = アドレス全体のスタティック NAT はすべてのポートをそのまま通すため、このような漏れがありません: 'ip nat inside source static { $host } PUBLIC-ADDRESS'。パブリックアドレスはアプライアンスごとに用意し{ $statics ->
        [some] 、ポートのスタティック NAT と置き換えます (元の行は先頭に 'no' を付けて削除)
       *[none] ます
    }。その後、エントリを消去してください。取り消すには、逆の手順で行を入力します。または、Service Mesh で Application Path Resiliency を無効にし、インベントリにもそう記載してください。
