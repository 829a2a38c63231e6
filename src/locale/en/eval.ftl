### What the engine says of a flow: reasons, open questions and the steps of a trace

## Words that go into the sentences below

# Between the names of things of which one counts.
eval-or = { " or " }
# Between the names of things that count together.
eval-and = { " and " }
eval-the-peer = the peer
eval-the-internet = the Internet
eval-list = access list { $name }
eval-map = route-map { $name }
# One statement behind another.
eval-also = ;{ " " }
# $says: what a list does.
eval-disputed = { $says }; the capture has another list { $list } beside this one, so one of the two is older
# Where the address or the port of one end is not known.
eval-end = { $who ->
        [peer] the peer
       *[inside-global] its inside global address
    }:{ $port }
eval-end-without-port = { $who ->
        [peer] the peer
       *[inside-global] its inside global address
    } (port not known)
eval-without-port = { $address } (port not known)

## Where it arrives and leaves

eval-arrives = { $host } arrives on { $interface }
eval-arrives-told = { $host } arrives on { $interface }: { $told }
eval-arrives-nowhere = no interface and no route of this router leads to { $host }
eval-nothing-leads = no interface and no route leads to { $host }, so its answers may leave again by the default route
eval-arrives-somewhere = nothing says where { $host } arrives; it may be { $names }{ $more ->
        [yes] { " " }or another one
       *[no] { "" }
    }
eval-route-to-null = the route to { $to } leads to Null0, which drops it; the steps below hold if a better route exists
eval-no-route-out = no route to { $to } and no outside interface
eval-way-out = the way to { $to } leaves by { $names }
eval-ways-out = the way to { $to } leaves by { $names }, depending on which route is up
eval-unrouted = no route of this configuration leads to { $to }; with one, it may leave by { $names }
eval-ways-undecided = the configuration does not decide the way to { $to }; it may leave by { $names }
eval-told = { $says }; { $told }
# Which of several ways it is.
eval-by = by { $interface }
eval-by-when = { $when }, by { $interface }
eval-whichever = whichever it is
eval-otherwise = otherwise
eval-while-up = while track { $track } is up
eval-while-down = while track { $track } is down
eval-while-answers = while { $hop } answers
eval-while-hop-down = while { $hop } is down
eval-if-fails = if { $interface } fails
eval-if-route-goes = if the route by { $interface } goes away
eval-own-address = { $address } is the router's own address on { $interface }, not an appliance's
eval-shared-gateway = { $address } is the address that this router and its partner share as a gateway on { $interface }, not an appliance's
eval-global-of-static = { $address } is the public address of { $host }, the inside global of a static: give the inside address, { $host }
eval-global-of-pool = { $address } is a public address, one of NAT pool { $pool }: give the inside address of the appliance
eval-on-the-outside = { $address } lies on the outside of { $interface }: give the inside local address, or put 'ip nat inside' on that interface
eval-no-such-vrf = no interface of this router is in VRF { $vrf }
eval-peer-is-router = { $peer } is the router's own address on { $interface }: give the public address of the receiver
eval-peer-is-near = { $peer } is in the appliance's own network on { $interface }: give the public address of the receiver
eval-to-null = a static route sends packets to the peer to Null0
eval-answers-to-null = a static route to { $host } that is longer than its network sends the answers to Null0
eval-overruled = the static route to the peer has distance { $distance }, and one that '{ $protocol }' learns wins over it
eval-no-route-leaves = no route of this configuration leads to { $to }, and without one nothing leaves
eval-outside-in-vrf = no route of this configuration leads to { $to } from here: { $interface } is in VRF { $vrf }, and only a route leads from one table of routes to another
eval-may-be-learned = nothing in this configuration leads to { $to }, and what '{ $protocol }' learns may lead by { $interface }, which is not 'ip nat outside'
eval-into-vrf = NAT from { $from } into VRF { $vrf } of { $to }: no source was found that it works between tables of routes but from a VRF into the global one
eval-trouble = { $interface } { $what ->
        [down] was down
       *[unaddressed] had no address
    } when the capture was taken, and nothing passes it then
eval-unopened = { $file } is { $what }

## Policy routing

eval-policy-none = no clause of route-map { $map } takes it, so the table of routes decides
eval-policy-open = policy routing by route-map { $map } may send it another way
eval-policy-denies = clause { $clause } of route-map { $map } denies it, so the table of routes decides
eval-policy-nothing = clause { $clause } of route-map { $map } takes it and sends it no other way
eval-policy-sends = clause { $clause } of route-map { $map } sends it out by { $names }
eval-policy-leaves = clause { $clause } of route-map { $map } leaves it to the table of routes, which has a route to the peer
eval-policy-may = clause { $clause } of route-map { $map } may send it another way: { $why }
eval-policy-tracked = whether its next hop is available is not in this text
eval-policy-not-modelled = 'set { $text }' is not modelled
eval-policy-needs-peer = it depends on the routes to the peer, which is not named
eval-policy-learned = it depends on routes that '{ $protocol }' may learn
eval-policy-no-hop = it names no next hop
eval-policy-own-hop = next hop { $hop } is the router's own address on { $interface }
eval-policy-far-hop = next hop { $hop } is in no connected network of this text
eval-policy-inside-hop = next hop { $hop } is another device on the inside ({ $interface })
eval-policy-no-interface = it names no interface
eval-policy-null = 'set interface Null0' drops it
eval-policy-answers = policy routing on { $interface } by route-map { $map } { $sure ->
        [yes] takes
       *[no] may take
    } the answers after NAT, before the route to the appliance does
eval-policy-interface = whether 'set interface { $interface }' holds depends on the routes the router has then
eval-policy-undefined = { $interface } is not defined, or shut down

## What the router's own tables say

eval-shown = 'show ip route' has { $prefix } ({ $origin })
eval-shown-in-use = 'show ip route' has { $prefix } ({ $origin }), which is the one in use
eval-shown-as-long = 'show ip route' has { $prefix } ({ $origin }), as long as { $protocol } has it
eval-shown-not-back = no route of 'show ip route' leads back to { $host }, but one of the configuration does: one of the two is older than the other
eval-shown-other-back = 'show ip route' leads back to { $host } by another interface than the configuration: one of the two is older than the other
eval-shown-arp = the ARP table has { $host } on { $interface }
eval-shown-lost = 'show ip route' has { $prefix } for { $to }, but { $why }
eval-shown-leads = 'show ip route' leads to { $to } by { $names } ({ $origin }), which the configuration does not: one of the two is older than the other
eval-shown-drops = 'show ip route' drops what goes to { $to } ({ $origin }), which the configuration does not: one of the two is older than the other
eval-shown-has = 'show ip route' has { $prefix } for { $to }, and { $why } ({ $origin }), which the configuration does not: one of the two is older than the other
eval-static-not-configured = the table has a static entry for it that the configuration does not have, so one of the two is older
eval-static-given-away = the table has what a static of the configuration gives to it for another host: one of the two is older, or not of this router
eval-row-of-any-vrf = { $address } is in several VRFs, and the table does not say of which its row is: paste 'show ip nat translations vrf NAME'
eval-shown-none = no route of 'show ip route' leads to { $to }
eval-shown-halves = 'show ip route' has a route to one half of the Internet, { $prefix }, that leads another way than to the other half
eval-shown-none-but = no route of 'show ip route' leads to { $to }, but one of the configuration does: one of the two is older than the other
eval-lost-vrf = it goes on in another VRF
eval-lost-shut = it leaves by { $interface }, which the configuration shuts down
eval-lost-undefined = it leaves by { $interface }, which is not in the configuration
eval-lost-no-interface = its line names no interface that is known
eval-lost-no-way = its ways are not printed
eval-lost-gateway = nothing leads to its gateway { $hop }
eval-standby = this router is not the active one of HSRP group { $group } on { $interface } ({ $state }): { $partner } now, and what it is configured counts
eval-standby-partner = { $address } forwards
eval-standby-another = another router forwards
eval-silent = { $host } does not answer ARP (Incomplete): it is off, or not there, and that is not NAT's doing
eval-not-in-arp = { $host } is not in the ARP table: it has not spoken to this router lately

## Access lists

eval-list-lets-in = access list { $list } lets it in
eval-list-drops = access list { $list } drops it
eval-list-may-let-in = whether access list { $list } lets it in depends on what the capture does not say
eval-list-may-drop = whether access list { $list } drops { $what ->
        [it] it
       *[answers] its answers
    } depends on what the capture does not say
eval-list-disputed = the capture has two versions of access list { $list }
eval-list-undefined = access list { $list } is not defined, and lets everything pass
eval-list-not-here = access list { $list } is not in this part of the configuration, and may drop it
eval-list-lets-out = access list { $list } lets { $from } out by { $interface }
eval-list-drops-out = access list { $list } of { $interface } comes after NAT and drops { $from }
eval-list-drops-answers = access list { $list } of { $interface } comes { $order ->
        [before] before NAT
       *[after] after NAT
    }, sees { $to } and drops the answers
eval-list-lets-answers = access list { $list } lets the answers to { $to } pass
eval-list-opened = access list { $list } is opened for the answers by inspection
eval-list-opened-only = access list { $list } lets the answers in only if { $by } opens it for them
eval-list-may-meet = its answers may meet access list { $list } on the inside, which may drop them

## Behind NAT, and back

eval-inspection = inspection
eval-inspection-of = inspection { $name } ({ $protocol })
eval-inspect-watches = { $inspection } watches it, and lets its answers in
eval-inspect-does-not = { $inspection } does not watch { $protocol }, so it lets no answers in
eval-inspect-may = whether { $inspection } watches it depends on what the capture does not say
eval-policy-drops = policy { $policy } drops some class of packets, and may drop it or its answers
eval-crypto-may = crypto map { $map } may take it after NAT: { $why }
eval-crypto-group = what a group encrypts comes from its key server
eval-crypto-no-list = its access list { $list } is not in this text
eval-crypto-missed = access list { $list } of crypto map { $map } names the inside address { $host }, but NAT changes it before: the packet does not go into that tunnel
eval-crypto-takes = crypto map { $map } { $sure ->
        [yes] takes
       *[no] may take
    } it after NAT (access list { $list }): it goes into the router's own tunnel{ $meant ->
        [yes] { "" }
       *[no] { " " }and does not reach the peer as it is
    }
eval-answers-come = answers come from { $from } to { $to }, in by { $interface }
eval-route-back = the route to { $host } leads to { $interface }
eval-nat-back = NAT turns { $global } back into { $local }, { $by ->
        [entry] by its entry
        [first-if-any] by the entry that its first packet makes, if any
        [static] by its static
       *[first] by the entry that its first packet makes
    }
eval-outside-pool = the answers of { $peer } may reach the inside with an address of a pool, which is not the one it sent to
eval-outside-if-peer = if the peer is { $global }, the inside must send to { $local }, and sees its answers come from there
eval-outside-answers = the answers of { $global } reach the inside as { $local }: the appliance must send to that address
eval-outside-sent = what is sent to { $local } goes on to { $global }, and lists on the outside see that address

## Zones

eval-zone-undefined = zone { $zone } is not defined in this text, and the zone-based firewall may drop it
eval-zone-not-here = whether both interfaces are in a zone is not in this part of the configuration
eval-zone-in-none = { $member } is in zone { $zone } and { $outsider } is in none: the zone-based firewall lets nothing pass between them
eval-zone-same = both interfaces are in zone { $zone }, so the zone-based firewall lets it pass
eval-zone-no-pair = there is no zone-pair from { $source } to { $destination }, so the zone-based firewall drops it
eval-zone-pair-not-here = a zone-pair from { $source } to { $destination } is not in this part of the configuration
eval-zone-pair = zone-pair { $name } ({ $source } to { $destination })
eval-zone-no-policy = { $pair } has no policy, so the zone-based firewall drops it
eval-zone-policy-not-here = the policy of { $pair } is not in this part of the configuration
eval-zone-policy-undefined = { $pair } has policy { $policy }, which this text does not define
eval-zone-open = what { $pair } does with it depends on a class that the capture does not decide
eval-zone-no-class = no class of policy { $policy } takes it, so { $pair } drops it
eval-zone-inspects = { $pair } inspects it in class { $class }, and lets its answers in
eval-zone-passes = { $pair } lets it pass in class { $class }, this way only
eval-zone-drops = { $pair } drops it in class { $class }
eval-zone-arrival = it leaves into zone { $zone }, and where it arrives is not known: the zone-based firewall may drop it

## NAT rules

eval-nat-looks = it passes from an inside to an outside interface, so NAT looks at it
eval-nat-taken-to-look = the interfaces are not in the capture; NAT is taken to look at it
eval-nat-does-not-look = NAT does not look at it: { $inbound }, { $outbound }
eval-side-unknown = no { $role ->
        [inbound] inbound
       *[outbound] outbound
    } interface is known
eval-side = { $interface } { $side ->
        [none] has no 'ip nat' line
        [inside] is inside
        [outside] is outside
       *[enable] is enabled for NVI
    }
eval-static-takes = this static { $sure ->
        [yes] takes
       *[no] may take
    } the packet
eval-rule-takes = { $by } { $sure ->
        [yes] permits it, so this rule takes
       *[no] may permit it, so this rule may take
    } the packet
eval-not-this-static = not this static: { $why }
eval-not-this-rule = not this rule: { $why }
eval-names-undefined = it names { $name }, which the configuration does not define
eval-for-other-port = it is for another port or condition
eval-for-other-vrf = it is for another VRF
eval-list-empty = access list { $list } is empty
eval-denies = { $by } denies { $host }
eval-does-not-permit = { $by } does not permit { $host }
eval-map-elsewhere = route-map { $map } is not for what leaves by { $interface }
# To what a rule translates.
eval-to-empty-pool = an address of pool { $pool }, which has none
eval-to-undefined-pool = pool { $pool }, which is not defined
eval-to-undefined = the address of { $interface }, which is not defined
eval-to-shut = the address of { $interface }, which is shut down
eval-to-no-address = the address of { $interface }, which has none

## What comes out

eval-no-configuration = no configuration was pasted
eval-not-said = the configuration does not say what happens to { $host }
# Before two reasons and more; { "" } in a language that needs it once.
eval-depends = it depends:{ " " }
eval-depends-or = ; or{ " " }
eval-dropped-before = an inbound access list drops it before NAT
eval-dropped-after = an outbound access list drops it after NAT
eval-not-passing = it does not pass from an 'ip nat inside' to an 'ip nat outside' interface
eval-into-tunnel = it leaves by { $interface }, a tunnel of the router's own, and what its other end makes of it is not known
eval-no-nvi = IOS-XE does not support the NAT virtual interface (ip nat enable, ip nat source)
eval-no-rule = no NAT rule takes it
eval-no-rule-here = no NAT rule in the part of the configuration that was pasted takes it
eval-translates-to = the NAT rule translates to { $what }
eval-fixed = a static NAT rule fixes the address and the port
eval-contested = two statics give one endpoint to it and to { $other }, and one of them only can be in force
eval-own-of-pool = it has an address of its own
eval-pool-used-up = the rule has no 'overload', and other hosts have all of its { $size } address(es)
eval-pool-each = the rule has no 'overload': each inside host takes one of { $size } address(es), and a host that comes when none is left gets none
eval-global = the inside global address is { $address }
eval-global-kept = the inside global address is { $address }, and the port is kept: { $reason }
eval-global-becomes = the inside global address is { $address }, and the port becomes { $port }: { $reason }
eval-global-because = the inside global address is { $address }: { $reason }
eval-port = { $outcome ->
        [kept] the port is kept
        [remapped] the port becomes another one
        [either] the port may be kept or not
        [dropped] the packet does not leave
        [untranslated] the packet leaves untranslated
       *[unknown] what becomes of the port cannot be told
    }: { $reason }
eval-port-becomes = the port becomes { $port }: { $reason }
eval-story-becomes = { $when }, it leaves as { $port }
eval-story = { $when }, { $outcome ->
        [kept] it keeps its port
        [remapped] it leaves as another port
       *[either] it may keep its port or not
    }
# $outcome: report-outcome.
eval-ports = { $count ->
        [one] port { $first }
       *[other] ports { $first }-{ $last }
    }: { $outcome }: { $reason }

## What speaks against a static

eval-whole-to-another = another static gives the whole of { $global } to { $who }
eval-port-to-another = another static gives port { $port } of { $global } to { $who }
eval-port-perhaps-same = another static gives port { $port } to { $who }, of what may be the same address
eval-network-to-another = a static for a whole network gives { $global } to { $who }, and which of the two counts is not documented
eval-hidden-alike = another static gives what is shown as { $hidden } to { $who }: both were redacted, and which addresses they are is not known
eval-no-group = the static follows redundancy group { $group }, which no interface has
# $why: eval-host-... .
eval-no-static-address = { $global } is { $why }, and no address for a static
eval-no-pool-address = { $global } is { $why }, and no address for a pool
eval-host-none = no address of a host
eval-host-peer = the address of the peer
eval-host-next-hop = the next hop of a route
eval-host-edge = the network or broadcast address of a subnet
eval-whole-shared = a static for the whole of { $global }, which others use too, is a hazard of its own
eval-xe-own-address = IOS-XE does not support a static that names { $global }, an address the router owns
eval-router-ipsec-static = the router itself speaks IPsec on { $global }, and whether it gives the port away is not documented
eval-xe-port-withheld = a setting of the router keeps port { $port } of its addresses from NAT, and whether a static gets it all the same was not found documented
eval-xe-interface-static = that IOS-XE shares an interface's address with a static for one port was not found documented

## A shared address

eval-shared-unknown = the shared address is not known
eval-shared-given-away = a static gives the whole shared address to { $owner }; what is left for others is not documented
eval-shared-entry-whole = an entry gives the whole of { $address } to { $owner }; what is left for others is not documented
eval-holds-now = its own entry holds the port now
# $name: classic IOS, IOS-XE.
eval-taken = the port is taken on this address, and { $name } then takes { $which ->
        [blocks] a free one of its blocks
        [group] a free one of the same group
       *[first] the first free one of the same group
    }
eval-outlives = an existing entry gives it { $now }, and an entry outlives its cause
eval-outlives-free = an existing entry gives it { $now }, and an entry outlives its cause: { $port } is free now
eval-unread-holder = an entry holds the port for a host whose address cannot be read, and that may be this one
eval-first-keeps = the first to speak keeps the port, the others are remapped
eval-ipsec-no-block = the router itself speaks IPsec on this address, and no block that NAT has holds the port
eval-ipsec-may-hold = the router itself speaks IPsec on this address and may hold the port
eval-if-first = if { $host } speaks first
eval-if-some-before = if { $before } of the { $others } others speak before it
eval-block-held = NAT has the block { $first }-{ $last }, which holds { $port }; in use there: { $used } of its ports
eval-block-not-held = no block that NAT has holds { $port }: it must ask for that block first, and gets none with a port that the router uses itself
# $ports: 4500, 1024-1026.
eval-tried = { $ports } { $why ->
        [port] is taken
        [ports] are taken
       *[group] are all taken
    }
eval-ios-free = nobody holds the port on this address, and classic IOS keeps a free source port
eval-ios-unreserved = nothing reserves the port: it is kept unless another host behind this address uses it first
eval-ios-full = every port of the group is taken on this address, and then the packet is dropped
eval-xe-only = NAT may use ports { $first } to { $last } only, and { $port } is not one of them
eval-xe-without = the router may not use port { $port } of that address for NAT
eval-xe-blocks = bulk port allocation gives each host ports of its own blocks only
eval-xe-cgn = in CGN mode published samples show every host moved to another port
eval-xe-free = the port is free, but whether IOS-XE keeps a free source port is not settled: published samples disagree
eval-xe-unreserved = nothing reserves the port, and whether IOS-XE keeps a free source port is not settled
eval-xe-extended = the port is taken on this address; with 'overload extended' the same port may be kept towards different peers
eval-linux-free = nobody holds the port, and Linux keeps it where it can
eval-linux-another-peer = the flow that holds the port goes to another peer, and Linux tells flows apart by their destination too
eval-linux-same-peer = another host holds the port towards the same peer, and two such flows could not be told apart
eval-linux-held = it is kept if the flow that holds the port goes to another peer, and not otherwise
eval-linux-unreserved = it is kept unless another host uses the port towards the same peer first

## When an interface fails

eval-then-not-looked = NAT does not look at it there
eval-then = { $label }: { $says }
eval-then-static = { $sure ->
        [yes] { "" }
       *[no] perhaps{ " " }
    }a static gives it port { $port } of { $global } there
eval-then-shares = { $sure ->
        [yes] { "" }
       *[no] perhaps{ " " }
    }it shares { $global } there, and the port is for whoever speaks first
eval-then-pool = { $sure ->
        [yes] { "" }
       *[no] perhaps{ " " }
    }it takes an address of a pool there
eval-then-no-rule = { $sure ->
        [yes] { "" }
       *[no] perhaps{ " " }
    }no NAT rule takes it there
eval-then-translates = { $sure ->
        [yes] { "" }
       *[no] perhaps{ " " }
    }a NAT rule translates it to { $what } there

# $mapping, $preservation, $overloading: the words of RFC 4787.
eval-words = { $mapping } mapping; port preservation: { $preservation ->
        [yes] yes
        [no] no
       *[open] not settled
    }; port overloading: { $overloading ->
        [yes] yes
        [no] no
       *[open] not settled
    }

## What was seen, and is configured otherwise

model-release = the configuration is of release { $configured }, and { $seen } runs
model-side = { $interface } is on another side of NAT in the configuration than in 'show ip nat statistics'
model-rule = NAT has a dynamic rule that the configuration does not have
model-address = { $interface } has { $configured } in the configuration, and { $seen } was seen
model-no-address = { $interface } has no address in the configuration, and { $seen } was seen
model-moved = { $interface } was seen with { $seen }, and the translation table has { $row } in its place
model-seen-down = { $interface } is not shut down in the configuration, and was seen administratively down
model-not-seen-down = { $interface } is shut down in the configuration, and was not seen administratively down
model-interface-list = the access list on { $interface } is another one in the configuration than in 'show ip interface'
model-list-differs = access list { $list } is another one in the configuration than in 'show access-lists'
model-list-only-shown = access list { $list } is not in the configuration, and 'show access-lists' has it
model-static-row = the translation table has a static entry that the configuration does not have
model-again-interface = { $interface } is another one in one part of the configuration than in another
model-again-route = a route is another one in one part of the configuration than in another
model-again-rule = a NAT rule is another one in one part of the configuration than in another
model-again = { $kind ->
        [list] access list { $name } is another one
        [group] object group { $name } is another one
        [pool] NAT pool { $name } is another one
       *[map] route-map { $name } is another one
    } in one part of the configuration than in another
