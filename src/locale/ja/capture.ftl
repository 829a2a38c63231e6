### 入力の各部分を何から判別したか

## 設定の行

clue-names = { $name } を名乗るコメント
clue-prompt-xr = IOS-XR のプロンプト
clue-list-extended = 番号がなく `extended` のあるアクセスリスト
clue-list-numbered = 番号付きアクセスリスト
clue-area-block = ブロックとして書かれた area
clue-eos-image = EOS のイメージ
clue-crypto-ikev1 = crypto map の `set ikev1 transform-set`
clue-name-quoted = 引用符付きのホスト名
clue-interface-four = 4 つの番号を持つインターフェイス
clue-fex-port = ファブリック エクステンダのポート
clue-gigabit = 1 つまたは 3 つの番号を持つ GigabitEthernet
clue-ten-gigabit = 3 つの番号を持つ TenGigabitEthernet
clue-loopback-lower = 小文字の `interface loopback`
clue-list-untyped = `standard` も `extended` もないアクセスリスト
clue-prefix-behind = アドレスの後のプレフィックス長
clue-masked = マスク付きのアドレス
clue-inside-on-interface = インターフェイスの `ip nat inside`
clue-outside-on-interface = インターフェイスの `ip nat outside`
clue-pool-netmask = `netmask /N` のあるプール
clue-static-on-interface = インターフェイスの `ip nat source static`
clue-udi-isr = ISR の製品番号
clue-udi-xe = IOS-XE ルータの製品番号
clue-neighbor-block = ブロックを始める NX-OS の `neighbor ADDRESS remote-as`
clue-remote-as-alone = 単独の行の `remote-as`
clue-version-comware = Comware のバージョン
clue-version-classic = バージョン 12 または 15
clue-version-xe = バージョン 16 または 17
clue-version-parentheses = 括弧の付いたバージョン

## テーブルの行

clue-header-of-table = テーブルのヘッダ
clue-line-of-command = そのコマンドに固有の行
clue-line-of-vsphere = vSphere に固有の行
clue-arista-translations = Arista の変換テーブルのヘッダ
clue-aruba-sessions = Aruba のセッションテーブルのヘッダ
clue-a10-sessions = A10 のセッションテーブルのヘッダ
clue-a10-nat-sessions = A10 の NAT セッションテーブルのヘッダ
clue-xr-translations = IOS-XR の変換テーブルの見出し
clue-asa-xlate = ASA の `show xlate` の行
clue-asa-nat = ASA の `show nat` の見出し

## 読み取らないもの

clue-nested = アーカイブの中のアーカイブのため読み取っていない。展開し、中のファイルを指定する必要がある
clue-office = Office 文書のため読み取っていない。内容をテキストとして保存する必要がある
clue-no-text = テキストではなくバイナリデータ
clue-7-zip = 7-Zip アーカイブのため読み取っていない。先に展開する必要がある
clue-rar = RAR アーカイブのため読み取っていない。先に展開する必要がある
clue-xz = xz のデータのため読み取っていない。先に展開する必要がある
clue-zstd = zstd のデータのため読み取っていない。先に展開する必要がある
clue-compress = `compress` のデータのため読み取っていない。先に展開する必要がある
clue-cabinet = CAB アーカイブのため読み取っていない。先に展開する必要がある
clue-rich-text = リッチテキスト文書のため読み取っていない。テキストとして保存する必要がある
clue-pdf = PDF。中のテキストをコピーする必要がある
clue-packets = パケットキャプチャ。このプログラムが読むのはルータの設定である
clue-picture = 画像。代わりに端末からテキストをコピーする必要がある
clue-bzip2 = bzip2 のデータのため読み取っていない。先に展開する必要がある
clue-sparse = 穴のあるファイルのため読み取っていない。先にアーカイブを展開する必要がある
clue-locked = 暗号化されているため読み取っていない。先にパスワードを使ってアーカイブを展開する必要がある
clue-packed-otherwise = 対応していない方式で圧縮されているため読み取っていない。先にアーカイブを展開する必要がある
clue-version-of-others = Cisco ルータにはない書き方のバージョン
clue-nx-os-row = NX-OS が行の下に出力する内容
