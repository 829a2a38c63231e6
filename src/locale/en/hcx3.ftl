### Hazards of static NAT.

## HCX301 static-conflict

hcx301-summary = two static NAT rules give the same inside global endpoint to different hosts
# A host in a static that is for a VRF.
hcx301-host-in-vrf = { $host } in { $vrf }
hcx301-port = two statics give port { $port } of { $global } to different hosts: { $holder } and { $local }
hcx301-address = two statics give { $global } to different hosts: { $holder } and { $local }
hcx301-line = gives it to { $host }
hcx301-help = One endpoint can belong to one inside host. A router is expected to refuse the second line, so check on it which of the two is in force, and give the other host another address or port.

## HCX302 static-takes-router-ike

hcx302-summary = a static NAT takes UDP 500 or 4500 of an address on which the router itself terminates IPsec
hcx302-port = this static hands UDP { $port } of { $global } to { $host }, and the router's own IPsec on that address may lose it
hcx302-port-line = takes UDP { $port }
hcx302-every-port = this static hands every port of { $global } to { $host }, and the router's own IPsec on that address may lose it
hcx302-every-port-line = takes every port
hcx302-ipsec-line = the router itself speaks IPsec here
hcx302-up-line = and this IKEv{ $version } tunnel of its own is up now
hcx302-help = From outside to inside NAT comes before routing, so a packet for the router itself goes to the inside host. Some releases may guard against it. Give the appliance a second public address, or another global port.

## HCX303 static-on-device-address

hcx303-summary = on IOS-XE a static NAT or a pool names an address that the router itself owns, which Cisco documents as unsupported
hcx303-message = { $address } is the router's own address on { $interface }; Cisco documents a static that names it as unsupported on IOS-XE
hcx303-line = names { $address }
hcx303-owner-line = the router owns it
hcx303-help = Use a public address that no interface has. Second best is the form 'interface { $interface }' in place of the address: Cisco's text names interface overload as the one way to share an interface address and does not mention this form.
hcx303-pool = pool { $name } holds { $address }, the router's own address on { $interface }; Cisco documents a pool that names it as unsupported on IOS-XE
hcx303-pool-line = holds { $address }
hcx303-pool-rule = this rule takes addresses of the pool
hcx303-pool-help = Use a pool of addresses that no interface has, or 'interface { $interface } overload' in place of the pool: Cisco's text names it as the one way to share an interface address.

## HCX304 static-in-pool-range

hcx304-summary = the public address of an appliance's static lies in a pool from which a dynamic rule takes addresses
# $by: how the pool gives the address to others: shared by port, or whole and in turn.
hcx304-message = { $global }, which a static gives to { $who }, lies in pool { $pool } too, so other hosts may { $by ->
        [overload] share it
       *[turn] be given it
    }
hcx304-static-line = gives { $global } to { $host }
hcx304-pool-line = this pool has the address too
hcx304-rule-line = this rule takes addresses from the pool
# $old takes the static back, with its quotes. $new is the other one.
hcx304-help = Cisco documents for Catalyst and IE9300 switches not to use one global address in a static and in a pool; for other platforms no text was found. Give the appliance an address outside the pool: { $old }, then '{ $new }'. Or take { $global } out of pool { $pool }, which needs its entries cleared first. To undo, type the lines the other way round.

## HCX305 static-in-wrong-vrf

hcx305-summary = a static for an appliance is in another VRF than the interface on which the appliance arrives
# $arrival: an interface and its VRF.
hcx305-in-vrf = the static for { $who } is for VRF { $vrf }, and { $who } arrives on { $arrival }: the static never takes its packets
hcx305-in-vrf-line = is for VRF { $vrf }
hcx305-in-none = the static for { $who } names no VRF, and { $who } arrives on { $arrival }: the static never takes its packets
hcx305-in-none-line = names no VRF
hcx305-arrival-in-vrf = { $interface }, which is in VRF { $vrf }
hcx305-arrival-in-vrf-line = { $host } arrives here, in VRF { $vrf }
hcx305-arrival-in-none = { $interface }, which is in no VRF
hcx305-arrival-in-none-line = { $host } arrives here, in no VRF
hcx305-help = Put the static into the VRF of the appliance: { $old }, then '{ $new }'. Clear the entries that the appliance has now: they would stay. To undo, type the lines the other way round.

## HCX306 static-without-redundancy

hcx306-summary = the public address of an appliance's static is in the subnet of an HSRP or VRRP group, and the static names no group
hcx306-message = { $router } has a partner ({ $protocol } group { $group } of { $interface }), and the static for the { $count ->
        [one] address
       *[other] addresses
    } { $globals } of { $names } names no redundancy group: a partner with the same line answers ARP for { $count ->
        [one] it
       *[other] them
    } too
hcx306-static-line = no 'redundancy NAME'
hcx306-group-line = { $protocol }: one of two routers
# $protocol: the word of the configuration. $named: whether the group has a name.
hcx306-help = Only the active router should answer for the address; without the link Cisco calls the result unpredictable. { $named ->
        [yes] Type
       *[no] Give the group a name first, on the interface: '{ $protocol } { $group } name GROUP'. Type
    } on both routers: { $old }, then '{ $new }'. { $protocol ->
        [standby] To undo,
       *[vrrp] Cisco documents this for HSRP; that it serves VRRP was not found. To undo,
    } type the lines the other way round. The tunnel is interrupted for a moment.

## HCX307 whole-address-static-on-shared

hcx307-summary = a static gives one host the whole of an address that others share by overload
# $losing: the appliances that share the address. $router: 'too' where packets for the router itself are concerned.
hcx307-message = a static gives the whole of { $global } to { $who }, and other hosts share that address by overload: what comes back for { $router ->
        [too] { $losing }, or for the router itself,
       *[no] { $losing }
    } may go to { $host } instead
hcx307-losing = { $names }
hcx307-other-hosts = the other hosts
hcx307-static-line = every port of { $global }
hcx307-sharing-line = other hosts share { $global } by this rule
hcx307-help-one-port = What a release makes of this was not found documented; a router may refuse the line. Best give { $host } a public address that nobody shares: 'ip nat inside source static { $host } PUBLIC-ADDRESS'. Or fix the one port that it needs: { $old }, then '{ $new }'. To undo, type the lines the other way round.
hcx307-help-ports = What a release makes of this was not found documented; a router may refuse the line. Best give { $host } a public address that nobody shares: 'ip nat inside source static { $host } PUBLIC-ADDRESS'. Or fix the ports that it needs, with a static each, after { $old }. To undo, type the lines the other way round.
