### スタティック NAT の危険

## HCX301 static-conflict

hcx301-summary = 2 つのスタティック NAT が、同じ inside global のアドレスとポートを別々のホストに与えている
# VRF 付きのスタティックにあるホスト。
hcx301-host-in-vrf = { $host } (VRF { $vrf })
hcx301-port = 2 つのスタティックが { $global } のポート { $port } を別々のホスト { $holder } と { $local } に与えています
hcx301-address = 2 つのスタティックが { $global } を別々のホスト { $holder } と { $local } に与えています
hcx301-line = これを { $host } に与える
hcx301-help = 1 つのアドレスとポートの組は、1 つの inside ホストにしか属せません。ルータは 2 行目を拒否すると考えられるため、どちらが有効かをルータで確認し、もう一方のホストには別のアドレスかポートを与えてください。

## HCX302 static-takes-router-ike

hcx302-summary = ルータ自身が IPsec を終端するアドレスの UDP 500 または 4500 を、スタティック NAT が取っている
hcx302-port = このスタティックは { $global } の UDP { $port } を { $host } に渡すため、そのアドレスで動くルータ自身の IPsec がこれを失うことがあります
hcx302-port-line = UDP { $port } を取る
hcx302-every-port = このスタティックは { $global } の全ポートを { $host } に渡すため、そのアドレスで動くルータ自身の IPsec がこれを失うことがあります
hcx302-every-port-line = 全ポートを取る
hcx302-ipsec-line = ルータ自身がここで IPsec を使う
hcx302-up-line = ルータ自身のこの IKEv{ $version } トンネルが現在アップしている
hcx302-help = outside から inside への方向では NAT がルーティングより先に行われるため、ルータ自身宛のパケットが inside ホストに渡ります。これを防ぐリリースもある可能性があります。アプライアンスに 2 つ目のパブリックアドレスか、別のグローバルポートを与えてください。

## HCX303 static-on-device-address

hcx303-summary = IOS-XE で、ルータ自身が持つアドレスをスタティック NAT またはプールが指定している (Cisco の文書では未サポート)
hcx303-message = { $address } はルータ自身の { $interface } のアドレスです。Cisco の文書では、これを指定するスタティックは IOS-XE では未サポートです
hcx303-line = { $address } を指定する
hcx303-owner-line = ルータがこのアドレスを持つ
hcx303-help = どのインターフェイスにもないパブリックアドレスを使ってください。次善の策は、アドレスの代わりに 'interface { $interface }' と書く形式です。ただし Cisco の文書は、インターフェイスのアドレスを共有する唯一の方法としてインターフェイス overload を挙げており、この形式には触れていません。
hcx303-pool = プール { $name } に、ルータ自身の { $interface } のアドレス { $address } が含まれています。Cisco の文書では、これを指定するプールは IOS-XE では未サポートです
hcx303-pool-line = { $address } を含む
hcx303-pool-rule = このルールがプールのアドレスを使う
hcx303-pool-help = どのインターフェイスにもないアドレスのプールを使うか、プールの代わりに 'interface { $interface } overload' を使ってください。Cisco の文書は、これをインターフェイスのアドレスを共有する唯一の方法としています。

## HCX304 static-in-pool-range

hcx304-summary = アプライアンスのスタティックのパブリックアドレスが、ダイナミックルールがアドレスを取るプールの範囲にある
# $by: プールがそのアドレスをほかのホストに与える方法。ポートで共有するか、順に丸ごと割り当てるか。
hcx304-message = スタティックが { $who } に与える { $global } はプール { $pool } の範囲にもあるため、{ $by ->
        [overload] ほかのホストがこれを共有する可能性があります
       *[turn] ほかのホストに割り当てられる可能性があります
    }
hcx304-static-line = { $global } を { $host } に与える
hcx304-pool-line = このプールにも同じアドレスがある
hcx304-rule-line = このルールがプールからアドレスを取る
# $old は引用符付きで、スタティックを取り消す行。$new は新しい行。
hcx304-help = Cisco の文書は、Catalyst と IE9300 スイッチについて、1 つのグローバルアドレスをスタティックとプールの両方で使わないよう述べています。ほかのプラットフォームについての記述は見つかっていません。プールの範囲外のアドレスをアプライアンスに与えるには、{ $old }、次に '{ $new }' と入力します。または { $global } をプール { $pool } から外します。その場合は先にプールのエントリの消去が必要です。取り消すには、no の有無を入れ替えて逆の順に入力します。

## HCX305 static-in-wrong-vrf

hcx305-summary = アプライアンスのスタティックの VRF が、アプライアンスの通信が入るインターフェイスの VRF と異なる
# $arrival: インターフェイスとその VRF。
hcx305-in-vrf = { $who } のスタティックは VRF { $vrf } 用ですが、{ $who } の通信は { $arrival } に入ります。そのパケットにこのスタティックが使われることはありません
hcx305-in-vrf-line = VRF { $vrf } 用
hcx305-in-none = { $who } のスタティックには VRF の指定がありませんが、{ $who } の通信は { $arrival } に入ります。そのパケットにこのスタティックが使われることはありません
hcx305-in-none-line = VRF の指定がない
hcx305-arrival-in-vrf = VRF { $vrf } の { $interface }
hcx305-arrival-in-vrf-line = { $host } の通信はここに入る (VRF { $vrf })
hcx305-arrival-in-none = VRF に属さない { $interface }
hcx305-arrival-in-none-line = { $host } の通信はここに入る (VRF なし)
hcx305-help = スタティックをアプライアンスの VRF に移してください。{ $old }、次に '{ $new }' と入力します。アプライアンスの現在のエントリは残るため、消去してください。取り消すには、no の有無を入れ替えて逆の順に入力します。

## HCX306 static-without-redundancy

hcx306-summary = アプライアンスのスタティックのパブリックアドレスが HSRP または VRRP グループのサブネットにあり、スタティックにグループの指定がない
hcx306-message = { $router } は冗長ペアの 1 台です ({ $interface } の { $protocol } グループ { $group })。{ $names } のアドレス { $globals } のスタティックに冗長グループの指定がないため、同じ行を持つ相手のルータもこのアドレスの ARP に応答します
hcx306-static-line = 'redundancy NAME' がない
hcx306-group-line = { $protocol }: 2 台のルータの一方
# $protocol: 設定にある語。$named: グループに名前があるかどうか。
hcx306-help = このアドレスに応答するのは、アクティブなルータだけであるべきです。グループと結び付けない場合の結果を、Cisco は予測できないとしています。{ $named ->
        [yes] 両方のルータで
       *[no] まずインターフェイスで '{ $protocol } { $group } name GROUP' と入力し、グループに名前を付けます。次に両方のルータで
    } { $old }、続いて '{ $new }' と入力します。{ $protocol ->
        [standby] 取り消すには
       *[vrrp] Cisco の文書にあるのは HSRP の場合で、VRRP でも有効という記述は見つかっていません。取り消すには
    }、no の有無を入れ替えて逆の順に入力します。トンネルは一時的に切れます。

## HCX307 whole-address-static-on-shared

hcx307-summary = スタティックが、ほかのホストが overload で共有するアドレスの全ポートを 1 つのホストに与えている
# $losing: アドレスを共有するアプライアンス。$router: ルータ自身宛のパケットも関係するときは 'too'。
hcx307-message = スタティックが { $global } の全ポートを { $who } に与えていますが、ほかのホストもこのアドレスを overload で共有しています。{ $router ->
        [too] { $losing }への応答やルータ自身宛のパケット
       *[no] { $losing }への応答
    }が、代わりに { $host } に届く可能性があります
hcx307-losing = { $names }{ " " }
hcx307-other-hosts = ほかのホスト
hcx307-static-line = { $global } の全ポート
hcx307-sharing-line = このルールでほかのホストが { $global } を共有する
hcx307-help-one-port = この組み合わせを各リリースがどう扱うかの記述は見つかっていません。ルータがこの行を拒否することもあります。最善は、誰も共有しないパブリックアドレスを { $host } に与えることです: 'ip nat inside source static { $host } PUBLIC-ADDRESS'。または必要な 1 ポートだけを固定します: { $old }、次に '{ $new }'。取り消すには、no の有無を入れ替えて逆の順に入力します。
hcx307-help-ports = この組み合わせを各リリースがどう扱うかの記述は見つかっていません。ルータがこの行を拒否することもあります。最善は、誰も共有しないパブリックアドレスを { $host } に与えることです: 'ip nat inside source static { $host } PUBLIC-ADDRESS'。または { $old } の後、必要なポートをそれぞれスタティックで固定します。取り消すには、no の有無を入れ替えて逆の順に入力します。
