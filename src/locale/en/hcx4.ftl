### The path around NAT.

## An access list in words

hcx4-whatever-port = { $address }, whatever the port
hcx4-port-of-unseen = port { $port } of an address that is not in this text
hcx4-unseen = an address that is not in this text, whatever the port
hcx4-place = in access list { $list }
hcx4-place-above = in access list { $list }, above the entry that denies
hcx4-end-denies = no entry of this { $direction } list permits it, and its end denies
hcx4-puts-list = puts the list on { $interface }, { $direction }

## HCX401 flow-filtered

hcx401-summary = an access list of an interface drops an appliance's UDP 4500 on its way in or out
hcx401-message = access list { $list } drops { $protocol } { $port } of { $who } { $direction ->
        [inbound] as it comes in on { $interface }, before NAT
       *[outbound] as it goes out by { $interface }, after NAT
    }
hcx401-denies = denies { $local }
hcx401-denies-untranslated = denies { $local }, which comes untranslated
hcx401-denies-translated = denies it as { $outside }
hcx401-translates = translates { $local } before the list sees it
hcx401-row = is there all the same: perhaps older than the list
hcx401-help = { $direction ->
        [inbound] This list comes before NAT, so it sees the inside local address
       *[outbound] This list comes after NAT, so it sees the inside global address and port
    }. What would let it pass is { $permits } { $place }.

## HCX402 return-port-filtered

hcx402-summary = an access list on the way back drops the answers to the port by which an appliance left
hcx402-message = answers from { $protocol } { $port } to { $who } come back to { $to }, and { $direction } access list { $list } of { $interface } drops them
hcx402-end-denies = no entry of this { $direction } list permits the answers, and its end denies
hcx402-denies = denies the answers to { $to }
hcx402-puts-list = puts the list on { $interface }, { $direction }: it comes { $direction ->
        [inbound] before NAT
       *[outbound] after NAT
    }
hcx402-row = leaves as { $outside }
hcx402-translates = translates { $local }
hcx402-help = { $direction ->
        [inbound] The list comes before NAT and sees the inside global address and port
       *[outbound] The list comes after NAT and sees the inside local address and port
    }. What would admit the answers is { $permits } { $place }.{ " " }
hcx402-help-moved = Where the list admits port { $wanted }, static NAT of port { $wanted } fixes it too, and for good: without it the port can change again. A filter of this kind is a likely explanation of the one published outage, not a proven one.{ " " }
hcx402-help-udp = 'established' is a condition on TCP and admits no UDP;{ " " }
hcx402-help-inspection = inspection ('ip inspect') would admit answers.

## HCX403 double-nat

hcx403-summary = the inside global address is private or carrier space, so another NAT upstream may change the port again
hcx403-private = { $address } is private space (RFC 1918): if another NAT upstream translates again, the port that leaves here need not be the one that arrives
hcx403-carrier = { $address } is carrier-grade NAT space (RFC 6598): if another NAT upstream translates again, the port that leaves here need not be the one that arrives
hcx403-line = not a public address
hcx403-help = What this router keeps or fixes says nothing about a NAT upstream. Ask the provider, or get a public address on this router.

## HCX404 pmtu-icmp-blocked

hcx404-summary = ICMP 'fragmentation needed' (3/4) cannot reach an appliance, so path MTU discovery fails
hcx404-filtered = inbound access list { $list } of { $interface } drops ICMP 'fragmentation needed' (type 3 code 4): a packet of { $who } that is too large further out vanishes without a word
hcx404-denies = denies ICMP 3/4
hcx404-permit-standard = A standard list cannot tell ICMP from anything else; what would is an extended one
hcx404-permit = What would admit it is { $permits } { $place }; 'no' in front takes it back
hcx404-help = { $permit }. No text says that HCX depends on path MTU discovery; the HCX ports list names ICMP 3/4, 0, 8 and 11 for perftest. Without it the MTU of the uplink Network Profile must be right by itself.
hcx404-step = packets of { $who } that come in on { $from } with up to { $large } bytes meet { $small } on { $to }, and the router may not say so
hcx404-step-line = the router sends no ICMP unreachable to senders on this interface, 3/4 included
hcx404-step-mtu = the MTU of { $to } is at most { $small }
hcx404-step-help = Type 'ip unreachables' under interface { $from }, and 'no ip unreachables' to undo it. Or set the MTU of the HCX uplink Network Profile to { $small } or less, so that no packet is too large here. No text says that HCX depends on path MTU discovery.

## HCX405 udp-timeout

hcx405-summary = the timeout of an appliance's UDP entries is shorter than a tunnel may be quiet, or so long that stale entries stay
hcx405-seconds = { $seconds } seconds
hcx405-for-ever = ever, until somebody clears it
# $who: the appliances. $lost: what goes with the entry.
hcx405-short = an entry of { $who } that is idle for { $seconds } seconds goes, and its { $lost } with it: the next packet may leave with another { $lost }, and answers in between find nothing
hcx405-short-line = shorter than the { $least } seconds that RFC 4787 asks for at least
hcx405-short-help = Type 'no { $command }' to have the general timer back, { $default } seconds by default, and the old line to undo it. How often HCX sends a keepalive is not published; NAT-T implementations that say so send one about every { $keepalive } seconds. Static NAT has no such problem: address and port are fixed.
hcx405-long = entries of the shared address of { $who } stay for { $how_long }: one that is left from a host that is gone, or from before a redeploy, keeps its port from an appliance that long
hcx405-long-line = idle entries stay this long
hcx405-long-help = Before a redeploy, look for rows with port 4500 and clear those that are stale. 'no { $command }' has the general timer back, 300 seconds by default, and the old line undoes it. With static NAT for each appliance it does not matter.

## HCX406 max-entries

hcx406-summary = a limit on NAT entries is full, or so small that it can refuse those of an appliance
hcx406-router = the router
hcx406-some = its list or VRF
hcx406-host = one host
hcx406-full = the limit of { $most } entries for { $of } is used up: a new entry of { $who } is refused
hcx406-full-perhaps = the limit of { $most } entries for { $of } is used up: a new entry of { $who } may be refused
hcx406-too-few = { $who } may have { $most } entries at the most, and the tunnels to one peer alone need more
hcx406-small = no new entry is made for { $who } once { $of } has { $most }
hcx406-counted = in use when it was counted: { $used }
hcx406-line = no more than { $most } entries for { $of }
hcx406-help = Look at 'show ip nat statistics' for what is used. Type the line with a larger number, or with 'no' in front, and the old line to undo it. What exactly counts towards the limit, and whether entries of a static do, was not found documented.

## HCX407 mtu-too-small

hcx407-summary = an interface on the way has an MTU below the 1150 that HCX needs (error), or below 1500 (note)
hcx407-least = the way of { $who } leads over { $interface } with an MTU of { $bytes }, and HCX needs { $least } at least
hcx407-profile = the way of { $who } leads over { $interface } with an MTU of { $bytes }: the MTU of the HCX uplink Network Profile must not be larger
hcx407-profile-at-most = the way of { $who } leads over { $interface } with an MTU of at most { $bytes }: the MTU of the HCX uplink Network Profile must not be larger
hcx407-stated = { $bytes } bytes
hcx407-pppoe = PPPoE takes 8 of the { $ethernet } bytes of Ethernet, and { $interface } has no 'ip mtu'
hcx407-tunnel = a tunnel takes 24 bytes or more of the { $ethernet } of Ethernet, and there is no 'ip mtu'
hcx407-profile-help = Set the MTU of the uplink Network Profile to { $bytes } or less at both sites; the old number undoes it. What lies beyond this router may carry less still: Google's cloud starts with 1440, Microsoft advises 1350 over a VPN. There is nothing to type on this router.
hcx407-raise = Type '{ $command } N' under interface { $owner }, where N is what the line carries: { $ethernet } on Ethernet, less in a tunnel. '{ $command } { $bytes }' undoes it. If the line carries less than { $least }, the uplink needs another one.

## HCX408 ike-preserve-port

hcx408-summary = 'IKE preserve-port' or 'enable-sym-port' is configured, and neither keeps UDP 4500 of an appliance
hcx408-preserve = 'IKE preserve-port' is about UDP 500; nothing says that it keeps UDP 4500 of { $who }
hcx408-preserve-line = is for IKE without NAT-T
hcx408-preserve-help = Leave it if another client needs it, and do not count on it for HCX: what keeps 4500 is static NAT. To take it out, type 'no ip nat service list { $acl } IKE preserve-port', and the line without 'no' to undo it.
hcx408-symmetric = 'enable-sym-port' gives { $who } one port towards all peers; it does not make that port 4500
hcx408-symmetric-line = keeps one mapping for all peers, not the port
hcx408-symmetric-help = It does no harm, and there is nothing to type: what keeps 4500 is static NAT. 'no ip nat service enable-sym-port' takes it out, and the line without 'no' undoes that.

## HCX409 udp-500-filtered

hcx409-summary = an access list drops UDP 500, which old releases of HCX used beside 4500
hcx409-message = access list { $lists } lets UDP 4500 of { $who } pass and drops UDP 500, which old releases of HCX used too
hcx409-end = no entry of this list permits UDP 500
hcx409-denies = denies UDP 500
hcx409-help = With HCX 4 or later there is nothing to do: name the release in the inventory ('hcx:', 'release: "4.10"'), and this note goes. For an older one permit UDP 500 where the list permits 4500; 'no' in front of the entry undoes it.

## HCX410 self-traffic-translated

hcx410-summary = the list of an overload rule permits the router's own outside address, so IOS-XE translates its own packets too
hcx410-own = { $own }, the router's own address on { $interface },
hcx410-own-unseen = the address of { $interface },
hcx410-list = access list { $list }
hcx410-map = route-map { $map }
hcx410-message = { $by } permits { $address } so NAT looks at the router's own packets too: they can leave by another port, or take one that an appliance needs
hcx410-ipsec = { $by } permits { $address } so NAT looks at the router's own packets too, its IPsec included: they can leave by another port, or take one that an appliance needs
hcx410-permits = permits the router itself
hcx410-rule = the NAT rule that uses it
hcx410-speaks = the router itself speaks IPsec here
hcx410-deny = 'deny { $own }' (standard list) or 'deny ip host { $own } any' (extended), above the entry that permits
hcx410-deny-unseen = the inside networks in place of 'any': the address of { $interface } is not in the text
hcx410-help = Cisco says to deny the outside address in the list of the rule, and not to use 'permit ip any any' in it. Type { $deny }; 'no' in front undoes it. The inside hosts must still be permitted below, and entries that exist stay until they are cleared.

## HCX411 zone-drops-flow

hcx411-summary = the zone-based firewall of the router drops an appliance's UDP 4500, or the answers to it
hcx411-sent = the zone-based firewall drops { $protocol } { $port } of { $who }: { $why }
hcx411-answers = the zone-based firewall drops the answers to { $protocol } { $port } of { $who }: { $why }
hcx411-sent-line = drops it on its way out
hcx411-answers-line = drops the answers
hcx411-pair = the zone-pair, or the other interface
hcx411-row = NAT comes before the firewall, so an entry is no sign that it got out
hcx411-sent-help = On the zone-pair from inside to outside, a class that matches these flows needs the action 'inspect', above any class that drops them. The class-map can match an access list with { $permits }: the list names inside local addresses, and 'inspect' lets the answers in, too.
hcx411-answers-help = 'inspect' instead of 'pass' on the pair from inside to outside lets the answers in by itself. A class-map for these flows alone matches an access list with { $permits }: the list names inside local addresses.

## HCX412 failover-shares-address

hcx412-summary = when an interface fails, a floating static route brings appliances behind one shared address
hcx412-message = when { $failed } fails, { $who } leave by { $global } together: { $protocol } { $port } is for whoever speaks first
hcx412-takes-over = takes over when { $failed } fails
hcx412-shares-there = shares { $global } there
hcx412-shares = shares { $global } when { $failed } has failed
hcx412-help = A static for each appliance on that way too ('... static { $protocol } ADDRESS { $port } ... route-map NAME' for each provider) keeps the ports after a failover. Entries of the way that failed stay until they time out: clear them, so that the tunnels start anew by the other one. This is no fault as long as both ways are up.

## HCX413 service-filtered

hcx413-summary = an access list drops a connection beside the tunnels: site pairing (TCP 443), perftest (5201)
hcx413-sent = access list { $list } drops { $services } of { $who }
hcx413-answers = access list { $list } drops the answers to { $services } of { $who }
hcx413-end = no entry of this list permits it, and its end denies
hcx413-denies = denies it
hcx413-puts-list = puts the list on { $interface }
hcx413-help-permit = If it is wanted, permit it { $place }, for example '{ $permit }'; 'no' in front takes it back.
hcx413-help-global = If it is wanted, admit it { $place }; the list sees the inside global address.
hcx413-help-answers-global = If it is wanted, admit them { $place }; the list sees the inside global address.
hcx413-help-answers-local = If it is wanted, admit them { $place }; the list sees the inside local address.

## HCX414 interface-down

hcx414-summary = an interface on the way of an appliance was down, or had no address, when the capture was taken
hcx414-down = { $interface } was down: no packet of { $who } passes it while it is
hcx414-unaddressed = { $interface } had no address: no packet of { $who } passes it while it is
hcx414-down-line = { $interface } was down at that moment
hcx414-unaddressed-line = { $interface } had no address at that moment
hcx414-interface = the interface
hcx414-help = A show command tells of the moment when it was typed. Type 'show ip interface brief' again. If it is the same, look at the line first ('show interfaces', 'show logging'); of an address by DHCP or PPP, at the provider. Nothing is to be typed for NAT.
