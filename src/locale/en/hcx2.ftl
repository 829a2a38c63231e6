### Predicted from the configuration.

## Said by several rules

address-of-interface = the address of { $name }
# Of an entry of the table. $wanted: the port that the appliance sends from.
leaves-as = leaves as { $port }, not { $wanted }
leaves-without-port = leaves as no port, not { $wanted }
shared-by-rule = inside hosts share { $address } by this rule
# Of a line of an access list.
put-behind-it = puts { $host } behind it

## HCX201 overload-collision

hcx201-summary = two or more appliances share one inside global address by overload, and only one can keep UDP 4500
hcx201-share = { $names } send from { $udp } { $port } and share { $address }: only one can keep { $port }, normally the first to speak
hcx201-share-one = the addresses of { $name } send from { $udp } { $port } and share { $address }: only one can keep { $port }, normally the first to speak
hcx201-may-share = { $names } send from { $udp } { $port }, and may share { $address }, if all of them leave that way: then only one can keep { $port }, normally the first to speak
hcx201-help = Which appliance loses can change with every redeploy; the loser normally leaves by the lowest free port from 1024 up. Give each appliance an address of its own, or a fixed port, by static NAT.

## HCX202 port-not-reserved

hcx202-summary = an appliance shares its inside global address with other hosts, and nothing reserves UDP 4500 for it
hcx202-not-reserved = nothing reserves { $udp } { $port } of { $address } for { $name }: another host behind it that uses { $udp } { $port } earlier gets it
hcx202-help = A second appliance, a VPN client or a redeployed appliance under a new address is enough. A static NAT for the appliance fixes the port.

## HCX203 no-nat-rule

hcx203-summary = no NAT rule takes an appliance, so it leaves with its inside address
hcx203-untaken = no NAT rule takes { $who }: its packets leave with this private address, and over the Internet no answer comes back
hcx203-rule = the rule that names it
hcx203-help = Add a static NAT for the appliance, or permit it in the list of the NAT rule (then it shares an address). It is right as it is only if this traffic goes through a VPN or a private line.

## HCX204 nat-not-triggered

hcx204-summary = the packet does not pass from an 'ip nat inside' to an 'ip nat outside' interface, so NAT does not look at it
hcx204-not-triggered = NAT does not look at packets of { $names }: they do not pass from an 'ip nat inside' to an 'ip nat outside' interface
hcx204-help = Add the missing 'ip nat inside' or 'ip nat outside' to the interface. If the packets leave by the wrong interface, correct the route instead.
# What is to be typed, and where.
hcx204-missing = 'ip nat { $side }' on { $interface }
hcx204-help-missing = Type { $missing }. If the packets leave by the wrong interface, correct the route instead.
hcx204-shut = this outside interface is shut down
hcx204-help-shut = Every 'ip nat outside' interface is shut down, so nothing leaves by one. Bring it up ('no shutdown'), if that is where the appliances shall leave.

## HCX205 undefined-reference

hcx205-summary = a NAT rule names an access list, pool, route-map or interface that is not defined
# $what: one of these four.
hcx205-access-list = access list { $name }
hcx205-route-map = route-map { $name }
hcx205-pool = pool { $name }
hcx205-interface = interface { $name }
hcx205-undefined = { $what } is not defined, so this NAT rule translates nothing
hcx205-not-read = { $what } is not defined in any line that can be read, so this NAT rule cannot be judged
hcx205-not-pasted = { $what } is not in the part of the configuration that was pasted, so this NAT rule cannot be judged
hcx205-line = not defined
hcx205-rule = the NAT rule
hcx205-help = Define it, or correct the name. An undefined access list on an interface permits everything; in a NAT rule it translates nothing (seen in a lab on IOS).
hcx205-help-not-read = Look at the lines that 'hcxnat parse' lists as malformed: one of them may define it.
hcx205-help-not-pasted = Paste the whole output of 'show running-config', after 'terminal length 0'.
hcx205-empty = pool { $pool } has no address, so this NAT rule translates nothing
hcx205-empty-target = has no address
hcx205-empty-pool = the pool
hcx205-help-empty = Give the pool addresses of hosts, or the rule another pool.

## HCX206 port-never-preserved

hcx206-summary = a NAT setting of the router keeps UDP 4500 from any inside host on the shared address
# $cannot: cannot, or may not where it is not certain.
hcx206-never = { $names } { $cannot } keep { $udp } { $port }, not even alone: { $reason }
hcx206-setting = keeps { $port } from NAT
hcx206-help = This is a setting, not a fault: Cisco's own example keeps 4500 for the router's IPsec with a port range. Give each appliance an address of its own by static NAT.

## HCX207 reserved-for-other

hcx207-summary = a static NAT gives UDP 4500 of the shared address to another host
hcx207-reserved = { $udp } { $port } of { $address } belongs to { $who } by a static, so { $losing } cannot have it
hcx207-static = gives port { $port } of { $address } to { $host }
hcx207-rule = the rule that the others share
hcx207-help = Give each remaining appliance an address of its own, or another fixed port, by static NAT.

## HCX208 pool-exhausted

hcx208-summary = a NAT rule without overload has fewer addresses than there are appliances, so one gets no translation
# $addresses: hcx208-addresses.
hcx208-used-up = { $count ->
        [one] { $names } gets no translation: other hosts have all of pool { $pool } ({ $addresses })
       *[other] { $names } get no translation: other hosts have all of pool { $pool } ({ $addresses })
    }
hcx208-too-few = { $names } need an address each of pool { $pool }, which has { $addresses }: whoever comes last gets no translation
hcx208-addresses = { $size ->
        [one] 1 address
       *[other] { $size } addresses
    }
hcx208-rule = no 'overload' here: each inside host takes an address for itself
hcx208-allocated = all { $count } were allocated
hcx208-holder = { $who } has { $global }
hcx208-help = Give each appliance an address of its own by static NAT, outside the pool, or make the pool larger than the number of hosts that its list permits. 'overload' would end the shortage, but then appliances share an address and one only keeps UDP 4500 (HCX201).

## HCX209 order-dependent

hcx209-summary = two NAT rules take an appliance and do different things, and which one the router tries first is not documented
# $names: the appliances, $count of them. $first, $others: rules, told by hcx209-static or hcx209-dynamic.
hcx209-depends = { $count ->
        [one] which NAT rule takes { $names } depends on an order that Cisco does not document: { $first } is taken to come first, and { $others } would take it too, with another result
       *[other] which NAT rule takes { $names } depends on an order that Cisco does not document: { $first } is taken to come first, and { $others } would take them too, with another result
    }
hcx209-static = the static of { $local }
# $selector: hcx209-list or hcx209-route-map. $target: hcx209-pool or the name of an interface.
hcx209-dynamic = { $selector } to { $target }
hcx209-list = list { $name }
hcx209-route-map = route-map { $name }
hcx209-pool = pool { $name }
hcx209-first = taken to be tried first
hcx209-other = would take it too
hcx209-list-line = by this line the first one takes { $host }
# $list: one of the three that follow.
hcx209-help = { $platform ->
        [nvi] On NVI ('ip nat source') one writer saw rules tried in the order in which they were entered.
        [xe] Whether IOS-XE tries lists by number, by name or as they were entered was not found.
       *[classic] Numbered lists ascending, then named ones, then route-maps, was seen in one lab on classic IOS.
    } Make the lists disjoint: decide which rule is meant, and let the list of the other one deny the appliance above the entry that permits it, for example 'deny host { $host }' (extended: 'deny ip host { $host } any') in { $list }. 'no' in front of that entry takes it back. Entries made before stay until they are cleared.{ $platform ->
        [nvi] {""}
       *[other] {" "}A static NAT for the appliance settles it as well: statics come before lists.
    }
hcx209-of-list = access list { $name }
hcx209-of-route-map = the list of route-map { $name }
hcx209-of-other = the list of the other rule

## HCX210 pool-does-not-separate

hcx210-summary = an overload pool of several addresses does not give each appliance one of them
# $how: one of the three that follow. $so: one of the two after them.
hcx210-pool = pool { $name } has { $size } addresses, and { $how }: { $so }
hcx210-pinned = paired address pooling pins each host to one of them, and may pin several hosts to the same
hcx210-xe = an overload rule need not give each host another one
hcx210-classic = { $first } comes first for every host, until its ports are used up
hcx210-not-apart = the pool does not keep { $names } apart
hcx210-not-kept = the others keep no { $udp } { $port } for { $names }
hcx210-addresses = { $size } addresses, shared by 'overload'
hcx210-rule = this rule shares them
hcx210-paired = paired address pooling
hcx210-help = Adding addresses to the pool is not the cure{ $platform ->
        [xe] {""}
       *[classic] : a port that is busy on one address is replaced by another port of the same address
    }. Give each appliance one by static NAT: 'ip nat inside source static { $host } PUBLIC-ADDRESS', with an address outside pool { $pool }, or one that is taken out of it first (HCX304). To undo, type the static with 'no' in front.

## HCX211 path-resiliency-not-covered

hcx211-summary = Application Path Resiliency is on, and ports of its range are left to a shared address
# $names: the appliances, $count of them. $fixed: one of the three that follow.
hcx211-left = { $count ->
        [one] with Application Path Resiliency { $names } sends from { $udp } { $start }-{ $end }, and { $fixed }: tunnels that are moved to other ports may stay down, and the uplink is degraded then
       *[other] with Application Path Resiliency { $names } send from { $udp } { $start }-{ $end }, and { $fixed }: tunnels that are moved to other ports may stay down, and the uplink is degraded then
    }
hcx211-no-static = no static carries any of these ports
hcx211-one-static = a static carries { $port } only
hcx211-some-statics = statics carry { $carried } of these { $all } ports
hcx211-shared = leaves every port of the range to { $address }, which others share
hcx211-static = carries this port, and not the range
hcx211-help = A static for the whole address has no such gap, since it leaves every port as it is: 'ip nat inside source static { $host } PUBLIC-ADDRESS', with a public address for each appliance{ $statics ->
        [some] {" "}and in place of the static for a port ('no' in front of it)
       *[none] {""}
    }; then clear its entries. To undo, type the lines the other way round. Or turn Application Path Resiliency off in the Service Mesh, and say so in the inventory.
