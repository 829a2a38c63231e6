### check と diff の画面、各レポートに共通の部分

## 名前と数

report-the-router = このルータ
report-lines = { $shown } 行
report-routers = ルータ { $shown } 台
report-files = { $shown } ファイル
report-appliances = アプライアンス { $shown } 台
report-profiles = ネットワークプロファイル { $shown } 件
report-translations = 変換エントリ { $shown } 件
report-more-translations = 変換エントリ
report-and = { $first }、{ $second }
report-and-more = ほか { $more } 件
report-on = { $router }
report-who-on = { $router } の { $who }
report-by-plan = 変更計画 { $plan }
# 前の空白も含む。
report-confidence = { " " }({ $confidence ->
        [certain] 確実
        [likely] おそらく
       *[possible] 可能性あり
    })

## 読み取ったもの

report-mac-addresses = MAC アドレス
report-vcenter-events = vCenter のイベント
report-security-policy = ポートグループのセキュリティポリシー
report-not-ios = { $extent }: { $title }。判定の対象は Cisco IOS と IOS-XE だけで、この部分は判定しません。
report-by = { " " }(根拠: { $evidence })
report-by-line = { " " }({ $line } 行目: { $quoted })
report-read-whole = running-config と変換テーブルの全体
report-no-config = running-config なし
report-part-of-config = running-config の一部のみ
report-config-cut = running-config は { $place } で途切れている
report-config-filtered = running-config は { $place } で絞り込まれている
report-no-table = 変換テーブルなし
report-table-cut = 変換テーブルは { $place } で途切れている
report-table-filtered = 変換テーブルは { $place } で絞り込まれている

## アップリンクの結果

report-leaves-kept = { $global } として出ている (ポートは維持)
report-leaves-changed = { $global } として出ている ({ $port } ではない)
report-leaves-not-always = { $global } として出ている ({ $port } ではないものがある)
report-port = ポート { $port }
report-will-keep = { $global } として出ていく見込み (ポートは維持)
report-will-change = { $global } として出ていく見込み ({ $port } ではない)
# $behind: アドレス、または "none"。
report-will-change-somehow = { $behind ->
        [none] { $port } 以外のポートから出ていく見込み
       *[other] { $behind } の { $port } 以外のポートから出ていく見込み
    }
report-may-change = ポートが変わる可能性あり: { $behind ->
        [none] { $port } か { $other } か
       *[other] { $behind } の { $port } か { $other } か
    }は、どのホストが先に通信を始めるかで決まる
report-may-change-somehow = ポートが変わる可能性あり: { $behind ->
        [none] { $port } は
       *[other] { $behind } の { $port } は
    }、先に通信を始めたホストのものになる
report-may-change-by-way = ポート { $port } は変わる可能性あり。{ $reason }
report-will-be-dropped = 破棄され、出ていかない見込み
report-untranslated = 変換されず、inside のアドレスのまま出ていく
report-not-looked-at = NAT の対象にならず、inside のアドレスのまま出ていく
report-no-rule = NAT のルールがなく、inside のアドレスのまま出ていく
report-not-known = この入力からは分からない
report-not-known-because = 不明: { $reason }
report-outcome = { $outcome ->
        [kept] 維持
        [remapped] 変更
        [either] 変更の可能性あり
        [dropped] 破棄
        [untranslated] 変換なし
       *[unknown] 不明
    }
report-for-now = { $seen }。今のところそうだが、予約しているものはない
report-by-rows-alone = { $seen }。ただし、それが固定かどうかは設定がなければ分からない
report-by-other-peers = { $seen }。ただし、{ $peers } 宛の行によるもので、指定されたピア { $peer } 宛ではない
report-by-stale-rows = { $seen }。ただし、設定からは説明できない行か、ほかの通信の行による
report-by-odd-rows = { $seen }。ただし、設定からは説明できない行か、指定されたピア宛ではない行による
report-but = 。ただし、{ $open }
report-not-sure = 。ただし、確実ではない: { $reason }
report-doubt-cut = 設定が途中で切れている
report-doubt-part = 設定の一部しか入力にない
report-doubt-arrival = { $host } がどこに入ってくるかが入力から分からない
report-doubt-no-nat = このルータには NAT の行がなく、別の機器が変換する可能性がある
report-doubt-unread = 解釈できなかった行によって変わる可能性がある
report-more-outcomes = ; ほか { $more } 件
report-inferred-name = { $name } (推定)
report-inferred = アプライアンスは指定されておらず、入力にある UDP 4500 から推定したものです。--ix、--ne、--inventory で指定すると確実になります。
report-possible = ネットワークプロファイルのどのアドレスがどのアプライアンスのアップリンクになるかは、HCX がアプライアンスをデプロイするまで分かりません。すべてのアドレスが使われるものとして、それぞれを判定しています。
report-on-router = { $router }: { $words }

## 指摘

report-more-of-code = { $code } はほかに { $more } 件あります。`-o json` ですべて表示できます。
report-accepted = インベントリまたはベースラインで許容済み: { $findings }
report-more-lines = ほか { $shown } 行

## 変更計画

report-no-plan = 変更計画なし: { $why }
report-plan = 変更計画 { $id }: { $title }
report-plan-for = 変更計画 { $id } ({ $router }): { $title }
report-look = 先に、以下で入力する番号が空いていることを確認:
report-change = 変更:
report-change-asks = 変更 (ルータが確認を求めることがあるため、1 行ずつ入力):
report-clear = 変更後も残るエントリの消去:
report-check = 確認:
report-expect = 表示されるはずの行 (通信中の行は、アプライアンスが通信を始めてから):
report-expect-any-peer = 表示されるはずの行 (通信中の行は、アプライアンスが通信を始めてから。<peer> は実際の通信相手):
report-keep = 動作を確認できたら保存:
report-take-back = 元に戻す場合:
report-guard = この変更計画には含まれません: { $why }
report-guard-lines = この変更計画には含まれません: { $why }。ピアだけを許可する場合:
report-note = 注: { $note }
report-resolves = { $codes } が解消
report-resolves-none = 解消する指摘なし
report-in-part = { $code } (一部)
report-proof = モデル上で検証済み: { $resolves }、変更後の判定は { $verdict }
report-proof-but = モデル上で検証済み: { $resolves }、変更後の判定は { $verdict }、{ $codes } は残る

## 全行の内訳

report-coverage = { $lines }: モデル化 { $modelled }、影響なし { $harmless }、未対応 { $unsupported }{ $affect }、不正な形式 { $malformed }、認識不能 { $unrecognized }
report-nothing-recognised = ルータの出力と認識できるものがない入力: { $names }
report-nothing-recognised-more = ルータの出力と認識できるものがない入力: { $names } { $more }
report-affect = { " " }(NAT に影響しうるもの { $affect })
report-at-least-affect = { " " }(NAT に影響しうるもの { $affect } 以上)
report-not-modelled = NAT に影響しうるが、モデル化していない { $lines }
report-parse-lists = ほか { $more } 行: `hcxnat parse` ですべて表示
report-not-checked = 確認していないもの: { $list }

## 判定

report-no-router = 入力にルータがないため、ポートは判定していません。MAC アドレスの比較は行いました{ $tally }。
report-no-appliance = アプライアンスが指定されておらず、UDP 4500 からも推定できませんでした{ $tally }。
report-all-keep = { $all }はポートを維持できます{ $tally }。
report-all-fixed = { $all }は変わらないポートから出ます。うち { $moved } 台は内部と異なるポートからで、HCX がそれを受け入れるかどうかは確定していません{ $tally }。
report-some-fail = { $all }のうち { $some } { $kind ->
        [profile] 件
       *[appliance] 台
    }は、{ $how ->
        [unsure] ポートを維持できるとは限りません
        [cannot-or-may-lose] ポートを維持できないか、失う可能性があります
       *[cannot] ポートを維持できません
    }{ $tally }。
report-none-judged = { $all }のどれも判定できませんでした。入力に IOS または IOS-XE のルータがありません{ $tally }。
report-some-open = { $all }のうち { $some } { $kind ->
        [profile] 件
       *[appliance] 台
    }は、この入力からは判定できませんでした{ $tally }。
report-tally = { " " }({ $tally })
report-findings = { $severity } { $shown } 件
report-paste-next = 次に貼り付けるもの:

## 多数のルータ

report-fleet = { $routers } ({ $files }): { $verdicts }
report-routers-of = { $verdict } { $count } 台
report-routers-without = アプライアンスなし { $count } 台
report-fleet-not-judged = { $extent }: { $title }。判定の対象外
report-fleet-more-not-judged = ほか { $more } 件も、IOS、IOS-XE のどちらでもない
report-fleet-inferred = アプライアンスは指定されておらず、各ルータの UDP 4500 だけから推定したものです。--ix、--ne、--inventory で指定すると確実になります。
report-none-here = アプライアンスなし
report-and-others = { $name } ほか { $more } 台
report-these-of = { $name } ({ $all } 台中 { $some } 台)
report-code-on = { $code } { $name }: { $routers }
report-see-one = 1 台のルータの詳細と変更計画 (今回のオプションを付けて実行):
report-see-all = すべての詳細: -o json=FILE。入力するコマンド: hcxnat fix PATH。コードの意味: hcxnat explain CODE。

## 変更の前後

report-diff-absent = なし
report-diff-none = { $what ->
        [gone] 解消した
        [new] 新しい
       *[left] 変わらない
    }指摘はありません。
report-diff-some = { $what ->
        [gone] 解消した
        [new] 新しい
       *[left] 変わらない
    }指摘 { $shown } 件:
report-diff-same = { $is } (変更前と同じ)
report-diff-change = 変更前 { $was }、変更後 { $is }

## 最終行

exit-nothing = 終了コード 3: 入力に認識できるものがありません。
exit-findings = 終了コード 1: --fail-on { $threshold } 以上の指摘 ({ $worst }) があります。
exit-inconclusive = 終了コード 4: INCONCLUSIVE は合格ではありません。
exit-accepted = 終了コード 0: 指摘は許容済みです。
exit-no-finding = 終了コード 0: 指摘はありません。
exit-never = 終了コード 0: --fail-on never が指定されています。
exit-below = 終了コード 0: --fail-on { $threshold } 以上の指摘はありません。
exit-hidden = --min-severity { $least } 未満の指摘 { $number } 件は表示していません。

## 確認していないもの

report-not-checked-line = 帯域、損失、往復遅延
report-not-checked-beyond = このルータより先の NAT、ファイアウォール、フィルタ、およびクラウド側

## フローの追跡

trace-as = { $name } の方式で、このフローのエントリがまだないものとしてポートを割り当てた結果です。
trace-source = 出典:
trace-no-device = この入力には機器がなく、追跡できるものがありません。
trace-expected = 予測:
trace-seen = 観測:
trace-not-seen = この入力の変換テーブルにない
# 15 桁まで。
trace-step = { $step ->
        [ingress] 入口
        [acl-in] ACL (入)
        [policy-route] ポリシー経路
        [route] ルート
        [branch] 経路の 1 つ
        [nat-lookup] NAT の対象か
        [rule-skipped] 対象外のルール
        [rule-matched] 適用ルール
        [address] inside global
        [port-tried] ポートの候補
        [port] ポート
        [crypto] crypto map
        [acl-out] ACL (出)
        [inspect] インスペクト
        [zone] ゾーン
        [return] 戻り
        [return-nat] NAT (戻り)
       *[failover] フェイルオーバ
    }
