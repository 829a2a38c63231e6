### The checklist of the HCX underlay

## Around it

checklist-heading = HCX underlay checklist: { $tally }
checklist-uplinks = The uplinks:{ " " }
checklist-section = Checklist
checklist-intro = { $tally }. An item is PASS on evidence only.
checklist-page-section = Checklist of the HCX underlay
checklist-page-intro = { $tally }. An item is PASS on evidence only; unfold it to see which.
checklist-column-item = Item
checklist-column-state = State
checklist-column-asks = What it asks
checklist-optional = { $title } (optional)
checklist-more = and { $number ->
        [one] { $count } more remark
       *[other] { $count } more remarks
    }
checklist-page-more = And { $number ->
        [one] { $count } more remark
       *[other] { $count } more remarks
    }.
checklist-decide = to decide it:{ " " }
checklist-page-decide = To decide it
checklist-who = who can tell: { $who }; origin: { $origin }
checklist-page-who = Who can tell: { $who }. Origin: { $origin }.
checklist-router = router
checklist-router-in-part = router in part
checklist-no-router = no router

## The items, and where they come from

checklist-1 = Each uplink has an address or a port of its own on the outside, or leaves without NAT
checklist-1-origin = AWS EVS and IBM ask for an address each; in the field report a fixed port was enough
checklist-2 = No two uplinks leave by one overload address
checklist-2-origin = field report: two inside locals behind one inside global
checklist-3 = With Application Path Resiliency, ports 4501-4628 are fixed as well as 4500
checklist-3-origin = HCX 9.1 ports list: source ports 4500-4628; that a static of 4500 alone leaves the rest is inferred
checklist-4 = UDP 4500 of each uplink gets out
checklist-4-origin = HCX 9.1 ports list: IX to IX and NE to NE, UDP 4500
checklist-5 = Answers from the peer's UDP 4500 to the global port get in
checklist-5-origin = inferred: a list without state sees the global port before NAT turns it back
checklist-6 = The live table shows each uplink leaving from its port
checklist-6-origin = field report: the appliance that left as 1543 stayed down
checklist-7 = The router itself terminates no IPsec on the inside global address
checklist-7-origin = inferred: a router that uses UDP 4500 of an address cannot give it away
checklist-8 = No static gives UDP 4500 of the address to another host
checklist-8-origin = inferred from how static NAT takes a port
checklist-9 = The address on the outside is public: no second NAT follows
checklist-9-origin = inferred: a NAT upstream may change the port again
checklist-10 = NAT takes each uplink: no exemption and no crypto map takes it by mistake
checklist-10-origin = HCX underlay documentation: the uplink must reach the peer
checklist-11 = The route to the peer leaves by an 'ip nat outside' interface
checklist-11-origin = HCX underlay documentation; two providers are the usual trap
checklist-12 = The uplink network arrives on an 'ip nat inside' interface of this router
checklist-12-origin = AWS EVS: the uplink is routable with a default gateway
checklist-13 = The path carries packets of at least 1150 bytes, and as large as the Network Profile says
checklist-13-origin = HCX 4.11 underlay minimums; profiles have 1500, 1440 (GCVE) or 1350 (AVS over VPN)
checklist-14 = ICMP 3/4, 0, 8 and 11 pass
checklist-14-origin = HCX 9.1 ports list, for perftest; path MTU discovery needs 3/4
checklist-15 = TCP and UDP 5201 pass, for perftest
checklist-15-origin = HCX 9.1 ports list: CCLI perftest
checklist-16 = TCP 443 of the HCX Manager reaches the cloud's manager
checklist-16-origin = HCX 9.1 ports list: site pairing and control
checklist-17 = Timers and limits of NAT do not take the entry of an uplink away
checklist-17-origin = inferred: UDP entries live 300 seconds by default; the keepalive of HCX is not published
checklist-18 = Bandwidth, loss and round-trip time meet the minimum of each service
checklist-18-origin = HCX 4.11 underlay minimums: 250 Mbps for vMotion and RAV, 50 for the rest, 150 ms, loss 0.1 % or 1 %
checklist-19 = No policy of quality of service polices UDP 4500
checklist-19-origin = inferred
checklist-20 = DNS and NTP of the HCX Manager work
checklist-20-origin = HCX 9.1 ports list
checklist-21 = The address pool holds IX, every NE (8 networks each), HA members and spares
checklist-21-origin = AVS network checklist; HCX takes one address an appliance and profile
checklist-22 = Application Path Resiliency, encryption and GRO are known
checklist-22-origin = HCX API: trafficEnggCfg of the Service Mesh
checklist-23 = The cloud side has a public address for each appliance, and its firewall is open
checklist-23-origin = AWS EVS, AVS, the HCX Terraform provider
checklist-24 = Networks to extend have a VLAN, are not private or ephemeral, and are on a distributed switch
checklist-24-origin = HCX 4.5 user guide, restrictions of Network Extension
checklist-25 = The MAC address of each uplink is the configured one, and its port group accepts it after a vMotion
checklist-25-origin = field report: a MAC that vCenter had changed blocked a VM a month later
checklist-26 = No 'ip nat service' line about IKE or ESP stands where several uplinks are
checklist-26-origin = Cisco: IKE preserve-port and ESP spi-match are for IPsec without UDP

## What to paste, or where to look

checklist-name-them = name the uplink addresses of the appliances: --ix ADDRESS --ne ADDRESS, or --inventory
checklist-3-next = inventory: hcx.application_path_resiliency, as the Service Mesh has it under Traffic Engineering
checklist-6-next = show ip nat translations, once the appliance has spoken
checklist-12-next = HCX Manager, Network Profile of the uplink: its gateway is an address of this router
checklist-13-next-ping = ping { $peer } size 1500 df-bit, from the router
checklist-13-next-profile = HCX Manager, Network Profile of the uplink: its MTU on both sides
checklist-15-next = name the appliances: --ix, --ne or --inventory
checklist-16-next = inventory: an appliance with role: Manager
checklist-18-next-analytics = HCX Manager, Transport Analytics of the Service Mesh
checklist-18-next-perftest = CCLI of the HCX Manager: perftest (KB 56211)
checklist-20-next = HCX Manager, Administration: the state of DNS and NTP
checklist-21-next = HCX Manager, Network Profile of the uplink: its ranges and use
checklist-23-next-peers = inventory: peers of each uplink
checklist-23-next-console = the cloud's console: public addresses of IX and NE, and the rules in front of them
checklist-25-next-arp = show ip arp, and uplinks: mac in the inventory
checklist-25-next-events = PowerCLI, Get-VIEvent: the events 'Changed MAC address'

## Remarks of any item

checklist-of = { $names }: { $says }
checklist-of-many = { $one }, { $two } and { $more } more: { $says }
checklist-on = { $name } on { $router }
checklist-accepted = the inventory accepts a finding that speaks against it
checklist-no-router-for-it = no router that is judged has to do with it
checklist-fleet = of more than 8 routers no model is kept: run the checklist on the files of one router
checklist-no-appliance = no appliance is named, and none could be inferred
checklist-no-uplink = no router that is judged has to do with an uplink
checklist-not-known = not known from this capture
# $what: one of checklist-what-...
checklist-unread = a line that could not be read may matter to { $what }
checklist-not-whole = there is no whole running-config that would show { $what }
checklist-what-sharers = who else shares the address
checklist-what-ipsec = IPsec of the router itself
checklist-what-statics = statics of other hosts
checklist-what-drops-packets = what drops packets on the way
checklist-what-answers-meet = what the answers meet
checklist-what-interfaces = the interfaces on its way
checklist-what-arrival = the interface on which it arrives
checklist-what-size = the size of packets on the way
checklist-what-icmp = ICMP on the way
checklist-what-drops-it = what drops it on the way
checklist-what-timers = timers and limits of NAT
checklist-what-algs = 'ip nat service' lines

## The address and the port

checklist-own-port = a static reserves port { $port } of { $global } for it
checklist-own-address = a static gives it { $global } for itself
checklist-shares = it shares { $global } with others, and nothing is reserved for it
checklist-leaves-without-nat = it leaves with its own address, without NAT
checklist-no-rule = no NAT rule takes it
checklist-own-of-pool = it has an address of a pool for itself while its entry lives
checklist-rival = { $rival } wants the same port of { $global }
checklist-rivals = { $rivals } other uplinks want the same port of { $global }
checklist-no-rival = no other uplink that is known leaves by { $global }
checklist-no-overload = it does not leave by an overload address
checklist-ports-no-need = the inventory says that Application Path Resiliency is off
checklist-ports-kept = every port of 4500-4628 is kept or fixed
checklist-ports = ports { $first }-{ $last }: { $outcome ->
        [kept] kept
        [remapped] changed
        [either] may be changed
        [dropped] dropped
        [untranslated] not translated
       *[unknown] not known
    }: { $reason }
checklist-ports-own = all ports of its address are its own
checklist-ports-unknown = whether Application Path Resiliency is on is not known; if it is, ports 4501-4628 are not fixed
checklist-no-entry = no entry of { $local }:{ $port } is in the table
checklist-seen = leaves as { $seen }
checklist-seen-static = leaves as { $seen }, as a static has it
checklist-seen-changed = leaves as { $seen }, not from { $port }
checklist-seen-unproven = leaves as { $seen }, by an entry that does not prove it
checklist-ipsec-own-address = it leaves with its own address, which the router does not use
checklist-ipsec-there = the router itself terminates IPsec on { $global }
checklist-ipsec-kept-off = a setting keeps the port of interface addresses for the router
checklist-ipsec-anywhere = the router speaks IKE from an address that its configuration does not name; { $global } may be it
checklist-ipsec-none = no crypto map, protected tunnel or tunnel of the moment stands on { $global }
checklist-given-away = a static gives port { $port } of { $global } to another host
checklist-not-given-away = no static gives port { $port } of { $global } to another host
checklist-network-covers = a static of a whole network covers { $global }, and which host has it is not worked out here
checklist-not-public = it leaves as { $address }, which is not public: another NAT follows
checklist-may-leave-as = it may leave as { $address }, untranslated
checklist-public = it leaves as { $address }, a public address
checklist-address-unseen = the address by which it leaves is not in the capture
checklist-meant-without-nat = it is meant to leave without NAT, and does
checklist-nat-leaves-out = NAT leaves it out
checklist-rule-takes = a NAT rule takes it, and no crypto map does

## The way

checklist-list-drops-way-out = an access list drops it on its way out
checklist-lists-let-out = the lists and zones on its way let it out
checklist-free-way-out = no access list and no zone stands on its way out
checklist-list-drops-way-back = an access list drops the answers to its global port
checklist-lets-in = what stands on the way back lets the answers in
checklist-free-way-back = no access list and no zone stands on the way back
checklist-or = { $before } or { $name }
checklist-leaves-undecided = the capture does not decide by which interface it leaves
checklist-leaves-outside = it leaves by { $names }, which is 'ip nat outside'
checklist-leaves-unwanted = it leaves by { $names }, where no NAT is wanted
checklist-leaves-not-outside = it leaves by { $names }, which is not 'ip nat outside'
checklist-arrives-unknown = no interface and no route of the capture leads to it
checklist-arrives-inside = it arrives on { $names }, which is 'ip nat inside'
checklist-arrives-unwanted = it arrives on { $names }, where no NAT is wanted
checklist-arrives-not-inside = it arrives on { $names }, which is not 'ip nat inside'
checklist-size-too-small = { $bytes } bytes on an interface of the way, fewer than the { $least } of the underlay
checklist-size-carried = the router carries { $bytes } bytes; the path beyond it and the MTU of the Network Profile are not in the capture
checklist-size-unstated = no interface on the way states an MTU; the path beyond it and the MTU of the Network Profile are not in the capture
checklist-icmp-zone = what the zone-based firewall does to ICMP is not evaluated
checklist-icmp-dropped = access list { $list } drops ICMP { $icmp ->
        [fragmentation] fragmentation needed (3/4)
        [reply] echo reply (0)
        [echo] echo (8)
       *[exceeded] time exceeded (11)
    }
checklist-icmp-dropped-unless = access list { $list } drops ICMP { $icmp ->
        [fragmentation] fragmentation needed (3/4)
        [reply] echo reply (0)
        [echo] echo (8)
       *[exceeded] time exceeded (11)
    } unless inspection lets it in
checklist-icmp-open = whether access list { $list } lets ICMP { $icmp ->
        [fragmentation] fragmentation needed (3/4)
        [reply] echo reply (0)
        [echo] echo (8)
       *[exceeded] time exceeded (11)
    } pass is not known
checklist-icmp-free = no access list and no zone stands in the way of ICMP
checklist-icmp-permitted = the lists on the way permit ICMP 3/4, 0, 8 and 11
checklist-policy = policy { $policy } is on { $interface }; its classes are not evaluated

## What stands beside the tunnels

checklist-inferred = the appliances are inferred: what they need beside the tunnels is asked of named ones
checklist-no-manager = the inventory names no HCX Manager (role: Manager)
checklist-service = { $protocol } { $port } of { $name }
checklist-list-drops-it = an access list drops it
checklist-list-drops-answers = an access list drops the answers
checklist-service-free = nothing on its way drops it or its answers
checklist-service-let-pass = the lists on its way let it and its answers pass
checklist-timers-static = a static gives it the same port again whenever an entry goes
checklist-timers-no-nat = it leaves without NAT, so nothing ages
checklist-timers-default = no line shortens the life of UDP entries (300 seconds by default) or limits their number
checklist-timers-set = the timers and limits that are set do not take its entry away too early
checklist-alg-there = a line about IKE or ESP is there, and is no remedy for several uplinks
checklist-alg-none = no 'ip nat service' line about IKE, ESP or symmetric ports
checklist-pool = { $number ->
        [one] { $count } uplink
       *[other] { $count } uplinks
    } named or inferred; what the Network Profile holds is not in the input
checklist-resiliency-on = the inventory says that Application Path Resiliency is on; of encryption and GRO it says nothing
checklist-resiliency-off = the inventory says that Application Path Resiliency is off; of encryption and GRO it says nothing
checklist-peers-missing = not every uplink has a peer in the inventory
checklist-peers-apart = the peers that are named are different for each appliance; whether the firewall there is open is not in the input
checklist-peers-shared = appliances share a peer; whether the firewall there is open is not in the input
