### HTML レポートと Markdown チケット

## 全体

html-title = Cisco NAT 配下の HCX アップリンク: { $verdict }
html-heading = Cisco NAT 配下の HCX アップリンク
html-skip = レポート本文へ移動
html-made-by = hcxnat { $version } が、貼り付けられたテキストから作成しました。機器には接続していません。
html-sections = セクション
html-sentence = { $says }。
html-paste-next = 未確定の点を判定するために、次に貼り付けるもの
markdown-paste-next = 未確定の点を判定するために、次に貼り付けるもの:
html-and-more = ほか { $count } 件。

## アップリンク

html-uplinks = アップリンク
html-no-uplink = 判定したアップリンクはありません。
html-inferred = アプライアンスはキャプチャ内の UDP 4500 から推定したもので、指定されたものではありません。
html-head-verdict = 判定
html-head-appliance = アプライアンス
html-head-router = ルータ
html-head-outcome = 変換の結果
html-not-known = 不明

## 図

html-pictures = ルータの動作
html-other-routers = 残りの { $count } 台のルータは下の表にあります。
html-now = { $router } の現状
html-picture-now = { $router } の現状
html-after = { $router } の変更計画 { $plan } 適用後
html-picture-after = { $router } の変更計画 { $plan } 適用後
html-more-in-table = ほか { $count } 件は表にあります。
html-legend = 線の意味
html-line-good = ポートが維持される、または固定されている
html-line-bad = 必要な変換が得られない
html-line-open = このキャプチャでは判定できない
html-line-stranger = アプライアンスではないホスト
html-line-wanted = 必要だが、ほかが使用しているポート
html-column-appliance = アプライアンス、inside local
html-column-peer = ピア
html-more-rules = ほか { $count } 行
html-lane-dropped = 破棄
html-lane-not = { $port } 以外
html-lane-peers = ピア { $count } 台
html-lane-any-peer = 任意のピア
html-lane-port = ポート { $port }
html-lane-plan = 変更計画 { $plan }
html-lane-after = { $verdict }: { $name } { $local } は { $global } として出ていく{ $by ->
        [static] { " " }(スタティック NAT で固定)
       *[nothing] { "" }
    }
html-lane-stranger = 別のホスト
html-lane-elsewhere = 別の宛先
html-lane-stranger-has = アプライアンスではない { $local } が { $address } のポート { $port } を使用している

## ポート

html-ports = inside global アドレスのポート
html-more-addresses = ほか { $count } アドレス。
html-ports-of = { $router } の { $address } で使用中の UDP ポート
html-ports-told = { $first }-{ $last } のうち { $ports } ポートが使用中です (棒 1 本は { $bar } ポート)。マスは { $wanted } の前後のポートで、使用中のものを塗っています。{ $wanted } は{ $state ->
        [taken] 使用中です
       *[free] この変換テーブルでは空いています
    }{ $next }。
html-ports-first-free = 。1024 以上で最初に空いているポートは { $port } です
html-port-taken = 使用中
html-port-free = 空き
html-port-state = { $port } { $state ->
        [taken] 使用中
       *[free] 空き
    }
html-port-held = { $who } が使用中
html-port-static = 設定内のスタティック NAT
html-holders = ポートの使用者
html-head-port = ポート
html-head-host = inside ホスト
html-head-line = 行

## 指摘

html-findings = 指摘
html-more-findings = ほか { $count } 件。すべての指摘は JSON レポートにあります。
markdown-more-findings = ほか { $findings } 件。すべての指摘は JSON レポートにあります。
html-accepted = インベントリで許容済み
markdown-accepted = インベントリで許容済み:
html-more-lines = ほか { $lines } 行。
markdown-more-lines = ほか { $lines } 行

## 変更計画

html-plan = 変更計画
html-to-type = 入力するコマンド
html-no-plan = 変更計画なし:
html-plan-title = 変更計画 { $plan }: { $title }
html-plan-title-on = 変更計画 { $plan } ({ $router }): { $title }
markdown-plan-title-for = 変更計画 { $plan } ({ $router }): { $title }
html-plan-look = 先に、以下で入力する番号が空いていることの確認
html-plan-change = 変更
html-plan-change-asks = 変更 (ルータが確認を求めることがあるため、1 行ずつ入力)
html-plan-clear = 変更後も残るエントリの削除
html-plan-check = 確認
html-plan-keep = 動作を確認してから保存
markdown-step = 手順 { $number }: { $title }
html-plan-rollback = 切り戻し
markdown-beside-plan = 変更計画に含まれないもの
html-plan-notes = 入力前の注意

## 読み取ったもの

html-checklist = チェックリスト
html-read = 読み取ったもの
html-head-input = 入力
html-head-for = 種別
html-head-bytes = バイト数
html-for-router = ルータ
html-for-inventory = インベントリ
html-read-router = ルータ: { $router }
html-read-appliances = アプライアンス: { $asked }
html-read-program = プログラム: hcxnat { $version }、ルール { $count } 件 (ルールセット { $digest })
markdown-read-made = 作成日時: { $made }
html-read-not-checked = 確認していないもの: { $what }
