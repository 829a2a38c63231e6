### What gave a part of the capture away

## Lines of a configuration

clue-names = a comment that names { $name }
clue-prompt-xr = the prompt of IOS-XR
clue-list-extended = an access list with `extended` and no number
clue-list-numbered = a numbered access list
clue-area-block = an area as a block
clue-eos-image = an EOS image
clue-crypto-ikev1 = `set ikev1 transform-set` in a crypto map
clue-name-quoted = a host name in quotes
clue-interface-four = an interface of four numbers
clue-fex-port = the port of a fabric extender
clue-gigabit = a GigabitEthernet of one or three numbers
clue-ten-gigabit = a TenGigabitEthernet of three numbers
clue-loopback-lower = `interface loopback` in lower case
clue-list-untyped = an access list without `standard` or `extended`
clue-prefix-behind = a prefix length behind the address
clue-masked = an address with a mask
clue-inside-on-interface = `ip nat inside` on an interface
clue-outside-on-interface = `ip nat outside` on an interface
clue-pool-netmask = a pool with `netmask /N`
clue-static-on-interface = `ip nat source static` under an interface
clue-udi-isr = the product number of an ISR
clue-udi-xe = the product number of an IOS-XE router
clue-neighbor-block = `neighbor ADDRESS remote-as` of NX-OS opens a block
clue-remote-as-alone = `remote-as` on a line of its own
clue-version-comware = a Comware version
clue-version-classic = version 12 or 15
clue-version-xe = version 16 or 17
clue-version-parentheses = a version with parentheses

## Lines of tables

clue-header-of-table = header of the table
clue-line-of-command = a line of that command alone
clue-line-of-vsphere = a line that only vSphere has
clue-arista-translations = the header of Arista's translations
clue-aruba-sessions = the header of Aruba's sessions
clue-a10-sessions = the header of A10's sessions
clue-a10-nat-sessions = the header of A10's NAT sessions
clue-xr-translations = a heading of IOS-XR's translations
clue-asa-xlate = a line of ASA's `show xlate`
clue-asa-nat = a heading of ASA's `show nat`

## What is not read

clue-nested = an archive in an archive, not read: unpack it, and name what it holds
clue-office = an Office document, not read: save what it holds as plain text
clue-no-text = binary data, not text
clue-7-zip = a 7-Zip archive, not read: unpack it first
clue-rar = a RAR archive, not read: unpack it first
clue-xz = xz data, not read: unpack it first
clue-zstd = zstd data, not read: unpack it first
clue-compress = data of `compress`, not read: unpack it first
clue-cabinet = a cabinet archive, not read: unpack it first
clue-rich-text = a rich-text document, not read: save it as plain text
clue-pdf = a PDF: copy the text out of it
clue-packets = a packet capture: this program reads router configurations
clue-picture = a picture: copy the text from the terminal instead
clue-bzip2 = bzip2 data, not read: unpack it first
clue-sparse = a file with holes, not read: unpack the archive first
clue-locked = encrypted, not read: unpack the archive with its password first
clue-packed-otherwise = packed in a way that is not read: unpack the archive first
clue-version-of-others = a version as no Cisco router writes it
clue-nx-os-row = what NX-OS prints below its rows
