### キャプチャ自体

## HCX501 truncated-capture

hcx501-summary = running-config または変換テーブルが途中で終わっている
hcx501-config = { $router } の running-config は不完全です。ほかに何が設定されているかは分かりません
hcx501-config-line = ここで途切れているか、終わりがないか、行が省かれている
hcx501-config-help = 'terminal length 0'、次に 'show running-config' と入力し、'end' まで全体を貼り付けてください。
hcx501-table = { $router } の変換テーブルは不完全なため、ほかに誰がポートを保持しているかを判断できません (読み取った行数: { $rows })
hcx501-table-line = 行が欠けている
hcx501-table-help = 'terminal length 0'、次に 'show ip nat translations' と入力し、全体を貼り付けてください。

## HCX502 filtered-capture

hcx502-summary = 出力がルータ上でフィルタされているため、見えないものも存在する可能性がある
hcx502-config = { $router } の running-config の一部だけが貼り付けられています
hcx502-config-line = このフィルタで行が省かれる
hcx502-config-help = 表示されていないものを「存在しない」とは扱いません。確かな答えを得るには、'show running-config' 全体を貼り付けてください。
hcx502-table = { $router } の変換テーブルの一部だけが貼り付けられています。ここにない行も存在する可能性があります
hcx502-table-line = このフィルタで行が省かれる
hcx502-table-help = 確かな答えを得るには、'show ip nat translations' 全体を貼り付けてください。フィルタがあると、ほかに使用中のポートも分かりません。

## HCX503 unsupported-os

hcx503-summary = キャプチャが IOS や IOS-XE 以外のシステムのもの (認識はするが判定はしない)
hcx503-message = これは { $system } です。認識はしますが、NAT の動作が異なるため判定はしません
hcx503-help = アプライアンスのアドレスを変換する Cisco IOS または IOS-XE ルータの設定を貼り付けてください。

## HCX504 appliance-not-seen

hcx504-summary = キャプチャのどのインターフェイス、経路、NAT ルール、テーブルの行もアプライアンスと関係がない
hcx504-message = { $who } はキャプチャのどこにも現れません。このアドレスに至るインターフェイスも経路も行もありません
hcx504-range = { $name } の範囲のうち { $address } と、おそらくほかのアドレスも、キャプチャのどこにも現れません。そこへ至るインターフェイスもルートも行もありません
hcx504-range-line = この範囲
hcx504-router-line = この行による
hcx504-uplink-line = このアドレス
hcx504-help = アドレスが正しいか、またこのルータがアプライアンスのアップリンクネットワークの手前にあるルータかを確認してください。正しければ、'show running-config' と 'show ip nat translations' の全体を貼り付けてください。
hcx504-help-misplaced = アプライアンスのアップリンク自身のアドレスを指定してください。HCX Manager で確認でき、このルータでは inside local アドレスになります。

## HCX505 stale-ignore

hcx505-summary = インベントリの 'ignore' が、期限切れか、存在しないルールを指すか、どの指摘にも一致しない
hcx505-idle = { $code } のこの 'ignore' は、どの指摘にも一致しません
hcx505-idle-accepted = { $day } に承認された { $code } のこの 'ignore' は、どの指摘にも一致しません
hcx505-idle-line = 無視する対象がない
hcx505-idle-help = 次の指摘を隠さないように、削除してください。
hcx505-no-rule = { $code } というルールはないため、この 'ignore' は何もしません
hcx505-no-rule-line = このルールはない
hcx505-no-rule-help = コードの一覧は 'hcxnat rules' で表示できます。
hcx505-ended = { $code } のこの 'ignore' は { $day } で終了しました。指摘は再び報告されます
hcx505-ended-line = 過去の日付
hcx505-ended-help = 理由は「{ $reason }」でした。新しい日付で更新するか、削除してください。

## HCX506 standby-router

hcx506-summary = ルータは冗長ペアの 1 台で、テーブルにダイナミックエントリがない (スタンバイの可能性がある)
hcx506-standby = { $router } は { $interface } の HSRP グループ { $group } のアクティブルータではなく、そのテーブルにはダイナミックエントリがありません。{ $names } のエントリはもう一方のルータにあります
hcx506-standby-line = アクティブではない
hcx506-pair = { $router } は冗長ペアの 1 台で ({ $interface } の { $protocol } グループ { $group })、そのテーブルにはダイナミックエントリがありません。スタンバイであれば、{ $names } のエントリはもう一方のルータにあります
hcx506-pair-line = { $protocol }: 2 台のルータの一方
hcx506-header-line = この下にダイナミックエントリがない
hcx506-help = ダイナミックエントリはスタンバイに複製されないため、スタンバイの空のテーブルからポートについては何も分かりません。'{ $show }' でどちらがアクティブかを確認し、アクティブなルータの 'show ip nat translations' と 'show running-config' を貼り付けてください。ルータには何の変更も加わらないため、取り消すものはありません。

## HCX507 earlier-snapshot

hcx507-summary = 同じルータの同じ出力がキャプチャに複数ある (最後のものを判定する)
hcx507-message = { $router } の最後の{ $what ->
        [config] { " " }running-config{ " " }
       *[table] 変換テーブル
    }を判定します。キャプチャにはそれより前のものも { $count } 件ありますが、判定の対象外です
hcx507-earlier-line = 前のもの (判定の対象外)
hcx507-judged-line = 判定の対象
hcx507-help = 「最後」とは、入力を読み込んだ順序での最後です。テキストでは書かれた順、ファイルでは指定した順、アーカイブでは格納された順です。これが時間の順序と異なる場合は、新しいほうだけを渡してください。変更の前後を比べるには、それぞれを別々に判定してください。ルータには何の変更も加わらないため、取り消すものはありません。

## HCX508 stale-capture

hcx508-summary = show コマンドと running-config が矛盾しているため、どちらかが古い
# $says: 相違点。$more: ほかの相違点の数。
hcx508-message = { $more ->
        [0] { $router }: { $says }。どちらかが古いキャプチャです
       *[other] { $router }: { $says } (ほか { $more } 件)。どちらかが古いキャプチャです
    }
hcx508-seen-line = 観測された内容
hcx508-configured-line = 設定の内容
hcx508-help = ここでは設定を正とし、観測された内容は使いません。NAT がそれに左右される場合、PASS の判定は出ません。'show running-config' と show コマンドを、続けて取り直して貼り付けてください。ルータには何の変更も加わらないため、取り消すものはありません。
