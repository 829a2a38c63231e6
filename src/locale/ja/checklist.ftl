### HCX アンダーレイのチェックリスト

## 枠

checklist-heading = HCX アンダーレイのチェックリスト: { $tally }
checklist-uplinks = アップリンク:{ " " }
checklist-section = チェックリスト
checklist-intro = { $tally }。PASS は根拠がある項目だけです。
checklist-page-section = HCX アンダーレイのチェックリスト
checklist-page-intro = { $tally }。PASS は根拠がある項目だけです。開くと根拠が見えます。
checklist-column-item = 項目
checklist-column-state = 状態
checklist-column-asks = 確認内容
checklist-optional = { $title } (任意)
checklist-more = ほか { $count } 件
checklist-page-more = ほか { $count } 件
checklist-decide = 判定に必要なもの:{ " " }
checklist-page-decide = 判定に必要なもの
checklist-who = 確認できる場所: { $who }、出典: { $origin }
checklist-page-who = 確認できる場所: { $who }。出典: { $origin }。
checklist-router = ルータ
checklist-router-in-part = 一部はルータ
checklist-no-router = ルータ以外

## 項目と出典

checklist-1 = 各アップリンクが、外側に専用のアドレスまたはポートを持つか、NAT なしで出ていく
checklist-1-origin = AWS EVS と IBM はアドレスを 1 つずつ求める。現場の報告では固定ポートで足りた
checklist-2 = 2 つ以上のアップリンクが同じ overload アドレスから出ていかない
checklist-2-origin = 現場の報告: 1 つの inside global に 2 つの inside local
checklist-3 = Application Path Resiliency を使う場合、4500 に加えてポート 4501-4628 も固定されている
checklist-3-origin = HCX 9.1 のポート一覧: 送信元ポート 4500-4628。4500 だけのスタティックでは残りが固定されないことは推定
checklist-4 = 各アップリンクの UDP 4500 が外へ出られる
checklist-4-origin = HCX 9.1 のポート一覧: IX から IX、NE から NE、UDP 4500
checklist-5 = ピアの UDP 4500 からグローバル側のポートへの応答が入ってこられる
checklist-5-origin = 推定: 状態を持たないアクセスリストは、NAT が元に戻す前のグローバル側のポートを見る
checklist-6 = 実際の変換テーブルで、各アップリンクが自分のポートから出ている
checklist-6-origin = 現場の報告: 1543 として出たアプライアンスはダウンしたままだった
checklist-7 = ルータ自身が inside global アドレスで IPsec を終端していない
checklist-7-origin = 推定: あるアドレスの UDP 4500 を自分で使うルータは、それをほかに渡せない
checklist-8 = そのアドレスの UDP 4500 を別のホストに渡すスタティックがない
checklist-8-origin = スタティック NAT がポートを取る動作からの推定
checklist-9 = 外側のアドレスがパブリックであり、その先に 2 段目の NAT がない
checklist-9-origin = 推定: 上流の NAT がポートを再び変える可能性がある
checklist-10 = 各アップリンクが NAT の対象であり、NAT 除外や crypto map が誤って対象にしていない
checklist-10-origin = HCX のアンダーレイの文書: アップリンクからピアに到達できる必要がある
checklist-11 = ピアへのルートが 'ip nat outside' のインターフェイスから出る
checklist-11-origin = HCX のアンダーレイの文書。プロバイダが 2 社ある構成でよく起きる
checklist-12 = アップリンクのネットワークが、このルータの 'ip nat inside' のインターフェイスに入る
checklist-12-origin = AWS EVS: アップリンクはデフォルトゲートウェイがありルーティング可能であること
checklist-13 = 経路が 1150 バイト以上、かつネットワークプロファイルの値までのパケットを運べる
checklist-13-origin = HCX 4.11 のアンダーレイの最低要件。プロファイルの値は 1500、1440 (GCVE)、1350 (VPN 経由の AVS)
checklist-14 = ICMP 3/4、0、8、11 が通る
checklist-14-origin = HCX 9.1 のポート一覧 (perftest 用)。パス MTU 探索には 3/4 が必要
checklist-15 = TCP と UDP の 5201 が通る (perftest 用)
checklist-15-origin = HCX 9.1 のポート一覧: CCLI の perftest
checklist-16 = HCX Manager の TCP 443 がクラウド側の Manager に届く
checklist-16-origin = HCX 9.1 のポート一覧: サイトペアリングと制御
checklist-17 = NAT のタイマーや上限によって、アップリンクのエントリが失われない
checklist-17-origin = 推定: UDP エントリの寿命は既定値 300 秒。HCX のキープアライブの間隔は公表されていない
checklist-18 = 帯域、パケット損失、往復遅延が、各サービスの最低要件を満たす
checklist-18-origin = HCX 4.11 のアンダーレイの最低要件: vMotion と RAV は 250 Mbps、ほかは 50 Mbps、遅延 150 ms、損失 0.1 % または 1 %
checklist-19 = UDP 4500 をポリシングする QoS ポリシーがない
checklist-19-origin = 推定
checklist-20 = HCX Manager の DNS と NTP が動作している
checklist-20-origin = HCX 9.1 のポート一覧
checklist-21 = アドレスプールに、IX、すべての NE (1 台あたり 8 ネットワーク)、HA メンバー、予備の分がある
checklist-21-origin = AVS のネットワークチェックリスト。HCX はアプライアンスとプロファイルごとにアドレスを 1 つ使う
checklist-22 = Application Path Resiliency、暗号化、GRO の設定が分かっている
checklist-22-origin = HCX API: Service Mesh の trafficEnggCfg
checklist-23 = クラウド側でアプライアンスごとにパブリックアドレスがあり、ファイアウォールが許可している
checklist-23-origin = AWS EVS、AVS、HCX の Terraform プロバイダ
checklist-24 = 延伸するネットワークに VLAN があり、プライベート VLAN でも ephemeral でもなく、分散スイッチ上にある
checklist-24-origin = HCX 4.5 のユーザーガイド、Network Extension の制限事項
checklist-25 = 各アップリンクの MAC アドレスが設定どおりで、vMotion の後もポートグループがそれを受け入れる
checklist-25-origin = 現場の報告: vCenter が変更した MAC アドレスのため、1 か月後に VM の通信がブロックされた
checklist-26 = 複数のアップリンクがあるところに、IKE や ESP に関する 'ip nat service' の行がない
checklist-26-origin = Cisco: IKE preserve-port と ESP spi-match は、UDP を使わない IPsec のためのもの

## 貼り付けるもの、見る場所

checklist-name-them = アプライアンスのアップリンクのアドレスを指定: --ix ADDRESS --ne ADDRESS、または --inventory
checklist-3-next = インベントリ: hcx.application_path_resiliency (Service Mesh の Traffic Engineering にある設定)
checklist-6-next = show ip nat translations (アプライアンスが通信した後)
checklist-12-next = HCX Manager、アップリンクのネットワークプロファイル: ゲートウェイがこのルータのアドレスであること
checklist-13-next-ping = ping { $peer } size 1500 df-bit (ルータから)
checklist-13-next-profile = HCX Manager、アップリンクのネットワークプロファイル: 両サイトの MTU
checklist-15-next = アプライアンスの指定: --ix、--ne または --inventory
checklist-16-next = インベントリ: role: Manager のアプライアンス
checklist-18-next-analytics = HCX Manager、Service Mesh の Transport Analytics
checklist-18-next-perftest = HCX Manager の CCLI: perftest (KB 56211)
checklist-20-next = HCX Manager、Administration: DNS と NTP の状態
checklist-21-next = HCX Manager、アップリンクのネットワークプロファイル: アドレス範囲と使用状況
checklist-23-next-peers = インベントリ: 各アップリンクの peers
checklist-23-next-console = クラウドのコンソール: IX と NE のパブリックアドレスと、その手前のファイアウォールルール
checklist-25-next-arp = show ip arp と、インベントリの uplinks: mac
checklist-25-next-events = PowerCLI、Get-VIEvent: 'Changed MAC address' のイベント

## 各項目に共通の所見

checklist-of = { $names }: { $says }
checklist-of-many = { $one }、{ $two } ほか { $more } 件: { $says }
checklist-on = { $router } の { $name }
checklist-accepted = この項目に反する指摘を、インベントリが許容している
checklist-no-router-for-it = 判定の対象となるルータの中に、これが通るものがない
checklist-fleet = ルータが 8 台を超えるとモデルを保持しないため、1 台のルータのファイルでチェックリストを実行してください
checklist-no-appliance = アプライアンスが指定されておらず、推定もできない
checklist-no-uplink = 判定の対象となるルータの中に、アップリンクが通るものがない
checklist-not-known = この入力からは分からない
# $what: checklist-what-... のいずれか。
checklist-unread = 読み取れなかった行が、{ $what }に影響する可能性がある
checklist-not-whole = { $what }が分かる完全な running-config がない
checklist-what-sharers = アドレスを共有する相手
checklist-what-ipsec = ルータ自身の IPsec{ " " }
checklist-what-statics = ほかのホストのスタティック
checklist-what-drops-packets = 経路上でのパケットの破棄
checklist-what-answers-meet = 応答が通る経路上の処理
checklist-what-interfaces = 通過するインターフェイス
checklist-what-arrival = 入ってくるインターフェイス
checklist-what-size = 経路上のパケットサイズ
checklist-what-icmp = 経路上の ICMP{ " " }
checklist-what-drops-it = 経路上での破棄
checklist-what-timers = NAT のタイマーと上限
checklist-what-algs = 'ip nat service' の行

## アドレスとポート

checklist-own-port = スタティックが { $global } のポート { $port } を専用に確保している
checklist-own-address = スタティックが { $global } を専用に割り当てている
checklist-shares = { $global } をほかと共有しており、専用に確保されたものがない
checklist-leaves-without-nat = NAT なしで、自分のアドレスのまま出ていく
checklist-no-rule = 対象とする NAT ルールがない
checklist-own-of-pool = エントリがある間は、プールのアドレスを 1 つ専有する
checklist-rival = { $rival } が { $global } の同じポートを必要としている
checklist-rivals = ほかに { $rivals } 個のアップリンクが { $global } の同じポートを必要としている
checklist-no-rival = 分かっている限り、ほかのアップリンクは { $global } から出ていかない
checklist-no-overload = overload アドレスから出ていかない
checklist-ports-no-need = インベントリによれば、Application Path Resiliency は無効
checklist-ports-kept = 4500-4628 のすべてのポートが維持または固定される
checklist-ports = ポート { $first }-{ $last }: { $outcome ->
        [kept] 維持される
        [remapped] 変わる
        [either] 変わる可能性がある
        [dropped] 破棄される
        [untranslated] 変換されない
       *[unknown] 不明
    }: { $reason }
checklist-ports-own = アドレスのすべてのポートを専有している
checklist-ports-unknown = Application Path Resiliency が有効かどうか分からない。有効な場合、ポート 4501-4628 は固定されていない
checklist-no-entry = 変換テーブルに { $local }:{ $port } のエントリがない
checklist-seen = { $seen } として出ている
checklist-seen-static = { $seen } として出ている (スタティックのとおり)
checklist-seen-changed = { $seen } として出ており、ポートが { $port } ではない
checklist-seen-unproven = { $seen } として出ているが、そのエントリだけでは証明にならない
checklist-ipsec-own-address = ルータが使っていない、自分のアドレスのまま出ていく
checklist-ipsec-there = ルータ自身が { $global } で IPsec を終端している
checklist-ipsec-kept-off = ある設定が、インターフェイスアドレスのこのポートをルータ用に確保している
checklist-ipsec-anywhere = ルータが、設定に書かれていないアドレスで IKE を使っている。それが { $global } である可能性がある
checklist-ipsec-none = { $global } には、crypto map も、保護されたトンネルも、現在確立しているトンネルもない
checklist-given-away = スタティックが { $global } のポート { $port } を別のホストに渡している
checklist-not-given-away = { $global } のポート { $port } を別のホストに渡すスタティックはない
checklist-network-covers = ネットワーク単位のスタティックが { $global } を含んでおり、どのホストのものかはここでは求めていない
checklist-not-public = { $address } として出ていくが、これはパブリックアドレスではなく、その先に別の NAT がある
checklist-may-leave-as = 変換されずに { $address } のまま出ていく可能性がある
checklist-public = パブリックアドレス { $address } として出ていく
checklist-address-unseen = 出ていくときのアドレスが入力にない
checklist-meant-without-nat = NAT なしで出ていく想定であり、そのとおりに出ていく
checklist-nat-leaves-out = NAT の対象から外れている
checklist-rule-takes = NAT ルールの対象であり、crypto map の対象ではない

## 経路

checklist-list-drops-way-out = 出ていく途中でアクセスリストが破棄する
checklist-lists-let-out = 途中のアクセスリストとゾーンが外へ通す
checklist-free-way-out = 出ていく経路にアクセスリストもゾーンもない
checklist-list-drops-way-back = アクセスリストが、グローバル側のポートへの応答を破棄する
checklist-lets-in = 戻り経路にあるものが応答を通す
checklist-free-way-back = 戻り経路にアクセスリストもゾーンもない
checklist-or = { $before } または { $name }
checklist-leaves-undecided = どのインターフェイスから出ていくか、この入力では決まらない
checklist-leaves-outside = { $names } から出ていき、そこは 'ip nat outside' である
checklist-leaves-unwanted = { $names } から出ていき、そこでは NAT を想定していない
checklist-leaves-not-outside = { $names } から出ていくが、そこは 'ip nat outside' ではない
checklist-arrives-unknown = 入力の中に、そこへ到達するインターフェイスもルートもない
checklist-arrives-inside = { $names } に入り、そこは 'ip nat inside' である
checklist-arrives-unwanted = { $names } に入り、そこでは NAT を想定していない
checklist-arrives-not-inside = { $names } に入るが、そこは 'ip nat inside' ではない
checklist-size-too-small = 経路上のインターフェイスが { $bytes } バイトで、アンダーレイに必要な { $least } バイトに満たない
checklist-size-carried = ルータは { $bytes } バイトを運べる。その先の経路とネットワークプロファイルの MTU は入力にない
checklist-size-unstated = 経路上のインターフェイスに MTU の記載がない。その先の経路とネットワークプロファイルの MTU も入力にない
checklist-icmp-zone = ゾーンベースファイアウォールが ICMP をどう扱うかは評価していない
checklist-icmp-dropped = アクセスリスト { $list } が ICMP { $icmp ->
        [fragmentation] fragmentation needed (3/4)
        [reply] echo reply (0)
        [echo] echo (8)
       *[exceeded] time exceeded (11)
    } を破棄する
checklist-icmp-dropped-unless = インスペクションが通さない限り、アクセスリスト { $list } が ICMP { $icmp ->
        [fragmentation] fragmentation needed (3/4)
        [reply] echo reply (0)
        [echo] echo (8)
       *[exceeded] time exceeded (11)
    } を破棄する
checklist-icmp-open = アクセスリスト { $list } が ICMP { $icmp ->
        [fragmentation] fragmentation needed (3/4)
        [reply] echo reply (0)
        [echo] echo (8)
       *[exceeded] time exceeded (11)
    } を通すかどうか分からない
checklist-icmp-free = ICMP の経路にアクセスリストもゾーンもない
checklist-icmp-permitted = 経路上のアクセスリストが ICMP 3/4、0、8、11 を許可している
checklist-policy = { $interface } にポリシー { $policy } がある。そのクラスは評価していない

## トンネル以外

checklist-inferred = アプライアンスが推定によるものである。トンネル以外に必要な通信は、指定されたアプライアンスについて確認する
checklist-no-manager = インベントリに HCX Manager (role: Manager) がない
checklist-service = { $name } の { $protocol } { $port }
checklist-list-drops-it = アクセスリストが破棄する
checklist-list-drops-answers = アクセスリストが応答を破棄する
checklist-service-free = 経路上に、通信やその応答を破棄するものがない
checklist-service-let-pass = 経路上のアクセスリストが、通信とその応答を通す
checklist-timers-static = エントリが消えるたびに、スタティックが同じポートを再び割り当てる
checklist-timers-no-nat = NAT なしで出ていくため、タイムアウトするエントリがない
checklist-timers-default = UDP エントリの寿命 (既定値 300 秒) を短くする行も、エントリ数を制限する行もない
checklist-timers-set = 設定されたタイマーと上限によって、エントリが早すぎる時点で失われることはない
checklist-alg-there = IKE または ESP に関する行があるが、複数のアップリンクの対策にはならない
checklist-alg-none = IKE、ESP、対称ポートに関する 'ip nat service' の行がない
checklist-pool = 指定または推定されたアップリンクは { $count } 個。ネットワークプロファイルのアドレス数は入力にない
checklist-resiliency-on = インベントリによれば、Application Path Resiliency は有効。暗号化と GRO については記載がない
checklist-resiliency-off = インベントリによれば、Application Path Resiliency は無効。暗号化と GRO については記載がない
checklist-peers-missing = インベントリにピアのないアップリンクがある
checklist-peers-apart = 指定されたピアはアプライアンスごとに異なる。クラウド側のファイアウォールが許可しているかどうかは入力にない
checklist-peers-shared = 複数のアプライアンスが同じピアを使っている。クラウド側のファイアウォールが許可しているかどうかは入力にない
