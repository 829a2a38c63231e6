### The words of plans, and why there is none

## Titles

fix-title-clear = clear the entries on { $router } that no longer follow from its configuration
fix-title-lists = let the appliances through access list { $lists } on { $router }
fix-title-take-back = take back static NAT on { $router } that contradicts another one
fix-title-static = static NAT on { $router } for { $uplinks ->
        [one] 1 appliance uplink
       *[other] { $uplinks } appliance uplinks
    }

## Notes on ports and addresses

# $who: fix-leaves-first, and fix-leaves-next for everybody else.
fix-leaves = { $who }, always: { $why }
fix-leaves-first = { $name } leaves from port { $port }
fix-leaves-next = , { $name } from { $port }
fix-own-ipsec = the router speaks IPsec on { $global } itself, and { $wanted } is left to it
fix-static-of-other = a static gives { $wanted } of { $global } to { $host }
fix-stranger-holds = { $local } has { $wanted } of { $global } now. Whether that host may lose it is for you to decide: then type 'do clear ip nat translation { $protocol } inside { $global } { $wanted } { $local } { $local_port }' right before the line, and { $wanted } in place of { $port } in it
fix-one-host-only = { $wanted } of { $global } belongs to one host only, and that is another one
fix-keeps-port = { $name } has port { $wanted } of { $global } now and keeps it: what works is not moved, so no spare address is used for it
fix-better = static NAT with explicit ports cured the published case; whether on one address or two, its report does not say. A public address of its own for each appliance is the better cure
fix-listed-ports = ports from 4501 on are chosen because HCX's port list names 4500-4628: a firewall written by that list lets them through
fix-readable-ports = ports like 14500 are chosen to be recognised: { $resiliency ->
        [off] 4501-4628 are taken
       *[maybe] 4501-4628, which HCX's port list names, are left to Application Path Resiliency, because it may be on ('application_path_resiliency: false' in the inventory lets a plan use them)
    }
fix-one-port-each = this fixes one port each: right while Application Path Resiliency is off (with it on, each appliance needs a public address of its own)
fix-by-any-provider = a static without a route-map holds by whichever interface the packet leaves: by another provider it goes out with this address too, and that provider may drop it. To use both, give each a rule with a route-map that has 'match interface', and each appliance a static for each
fix-line-each-provider = one line for each provider, told apart by route-map; a spare address would serve one provider only, so none is used
fix-some-spares = { $given } of { $all } uplinks get a spare address: first those that cannot do without, then those that fail now, then IX before the others, in the order named
fix-spare-routed = each spare address must be routed to this router and used by nothing else; all that the appliance sends leaves by it then, whatever the port
fix-untranslated-today = no NAT rule gives { $name } a translation today: make sure that this is not on purpose (traffic for a VPN of this router, say)
fix-no-longer-spared = a static without a route-map asks no list: it translates also what access list { $list } keeps from NAT today ({ $entries }{ $more ->
        [0] { "" }
       *[other] { " " }and { $more } more
    }). Where that is traffic for a VPN of this router, the VPN no longer takes it from these appliances: check before typing; a 'route-map NAME' at the end of the static, which denies the same, keeps it from NAT
fix-may-change = the public source address or port of the appliances may change: a firewall on the cloud side that names the old one has to admit the new one too

## Notes on the lines

fix-xe-interface = Cisco documents interface overload as the one way in which NAT on IOS-XE may share the address of an interface, and does not say that static lines of the form 'interface NAME PORT' are covered: a public address of its own for each appliance is the safe way
fix-xe-key = by Cisco's model of IOS-XE an interface static is known by protocol, inside address and inside port, so of two lines for one inside address the router may refuse the second
fix-route-map-left-out = the rule it replaces has route-map { $name }; that the interface form takes one is not certain, so it is left out: check the case which the route-map excludes
fix-standby-too = type the same line on the standby router of the redundancy group; live rows are on the active one only
fix-group-without-name = { $protocol } group { $group } answers for { $global } and has no name: give it one and add 'redundancy NAME' to the static line, here and on the standby router
fix-list-added = access list { $list } would drop these packets or their answers, so the plan adds entries to it{ $entries ->
        [numbered] . Compare their numbers with 'show ip access-lists { $list }' first: where the configuration shows none, IOS is taken to number by tens
       *[plain] { "" }
    }
fix-list-renumbered = list { $list } has no free number where the entries belong, so it is numbered anew; the rollback takes the entries out again and leaves the new numbers of the others, which changes nothing in what they do
fix-router-asks = at a line that takes a static back the router may ask 'Static entry in use, do you want to delete child entries? [no]:'. Answer yes, and type that line by itself: a paste would answer with its next line. A release that says '%Static entry in use, cannot remove' wants 'do clear ip nat translation inside GLOBAL LOCAL forced' right before it
fix-rollback-yes = on rollback, answer yes when the router asks whether to delete child entries

## Notes on the table

fix-live-entry = the live entry of { $local } already is what its static fixes, so it is left alone. Should the router refuse the line because of it ('%Non-Static entry already exists'), type 'do { $clear }' right before the line: that interrupts its tunnel for a moment
fix-look-at-table = { $table ->
        [absent] no live table was pasted
       *[partial] the live table was not pasted in full
    }: look with 'show ip nat translations' for entries of these appliances, and clear them, or they keep their old port{ $ports ->
        [fixed] ; that a port which the plan fixes is free holds only as far as the table shows
       *[none] { "" }
    }
fix-redacted = an address in the capture is redacted: put the real one into the clear commands
fix-clear-vrf = for entries in a VRF the clear command may want 'vrf NAME': verify its form with '?'
fix-clear-interrupts = clearing an entry interrupts its tunnel for a moment
fix-clear-and-type = clearing an entry interrupts its tunnel for a moment. If the appliance is faster and the router refuses a line because an entry exists, type the clear command with 'do' in front right before that line
fix-stays = { $code } stays, { $why ->
        [left-out] for those who are left out
       *[untouched] because this plan does not touch what causes it
    }: { $message }

## What a plan opens

# $why: fix-guard-no-list or fix-guard-list.
fix-guard-open = anybody can reach an appliance on { $on ->
        [address] its own address
        [port] its fixed port
       *[either] its own address or fixed port
    }, because { $why }
fix-guard-no-list = { $interfaces } { $count ->
        [one] has
       *[other] have
    } no inbound list
fix-guard-list = inbound list { $list } permits it
fix-guard-answers = the list drafted beside the plan shuts out all that it does not name, answers too: what else an appliance asks the outside from an address of its own needs an entry (TCP 443, say, where Management and Uplink share a Network Profile)
fix-guard-blind = anybody can reach an appliance on its fixed port, unless a list on { $interface } says otherwise; its address is not configured, so the entries that would admit the peers only cannot be written

## Spare addresses that are not used

# $why: one of those that follow.
fix-spare-unfit = spare address { $address } is not used: { $why }
fix-spare-of-peer = it is the peer of an appliance
fix-spare-of-interface = an interface has it
fix-spare-virtual = it is a virtual address of a redundancy group
fix-spare-next-hop = it is the next hop of a route
fix-spare-static = a static NAT line uses it
fix-spare-in-table = the translation table shows it in use
fix-spare-seen = 'show ip arp' has a device with it
fix-spare-private = it is a private address (RFC 1918)
fix-spare-carrier = it is a carrier's shared address (RFC 6598)
fix-spare-local = it has a meaning on the host or link only
fix-spare-multicast = it is no unicast address
fix-spare-of-pool = it belongs to pool { $pool }
fix-spare-network = it is the network address of { $interface }
fix-spare-broadcast = it is the broadcast address of { $interface }

## Why there is no plan

fix-refused = { $router }: { $why }
fix-refused-for = { $router }: { $names }: { $why }
fix-and-unfit = ; { $unfit }
fix-too-many = { $router }: { $name }: { $count } addresses would each need a static, and HCX takes one an appliance and uplink. Set apart as many as there will be appliances (a shorter range, or --ix and --ne), and a plan is made for them
fix-undecided = no plan is made about { $code }, because it has to be decided what is meant: the help of the finding says between what
# $next: one of the two that follow.
fix-only-possible = { $code } is only possible, and a router is not changed on a mere possibility: { $next }
fix-said-with-finding = what it depends on is said with the finding
fix-paste-in-full = paste 'terminal length 0', then { $missing } in full
fix-mirrored = no plan is proven here: this router shares the translations of its rules with a partner by 'redundancy N mapping-id M' ('{ $rule }'), and a static needs 'redundancy N mapping-id' with a number of its own, and the same line on the partner: what a line without it does when the partner becomes active is not known
fix-tracked = '{ $line }' gives it an address of its own while its track is up, and a second static beside it may be refused by the router, or split its traffic: decide whether the track is wanted; without it, 'no { $line }' and the same line without 'track' fix the port
fix-rule-missing = the NAT rule that makes these entries is not in the capture; paste 'show running-config'
# $lines: commands in quotes. $refused: fix-nvi-refused, or nothing.
fix-nvi = it uses the NAT virtual interface ('ip nat source', 'ip nat enable'), which in the one test found tries its rules in the order typed: a static typed now comes after the list and never applies. Whether the list may go and come back after the statics is for you to decide, because every host behind it loses its translations for that moment; or move to 'ip nat inside' and 'ip nat outside'. The lines, not proven, would be: { $lines }; and then 'clear ip nat nvi translation *'{ $refused }
fix-nvi-refused = ; { $name }: { $why }
fix-static-works = { $code } is about a static by which its port is fixed, and taking it away would interrupt what works: that is for you to decide. If it is to go: 'no { $line }' (answer yes when the router asks whether to delete child entries), then a static with another public address or port
fix-statics-of-others = { $code } is about statics of hosts that are none of the appliances, and no plan takes such a one away: their owners have to decide whether { $lines }{ $more ->
        [0] { "" }
       *[other] { " " }(and { $more } more)
    } is to be typed

## Why an appliance gets no address or port

fix-needs-static = { $why ->
        [untranslated] no NAT rule takes it
       *[pool] the pool of its NAT rule may have no address left for it
    }, so it needs a static with a public address of its own: name one as spare_public_addresses
fix-otherwise-each-provider = { $why }. Otherwise it needs a public address of its own by each provider, and a spare address belongs to one provider only
fix-otherwise-own = { $why }. Otherwise it needs a public address of its own: name one as spare_public_addresses
fix-needs-own = { $why }{ $resiliency ->
        [unknown] { " " }(ports 4501-4628 are left out while Application Path Resiliency may be on: with 'application_path_resiliency: false' they are used)
       *[known] { "" }
    }, so it needs a public address of its own: name one as spare_public_addresses
fix-keeps-unsure = it has the port now, and what works is left as it is; but { $why }. A public address of its own would make it sure of its port, and would change the address that the cloud side sees and interrupt its tunnel: that is for you to decide ('ip nat inside source static { $local } ADDRESS', then clear its entries)
fix-no-port-free = no port that a plan hands out is free on { $global }
fix-not-reservable = port { $wanted } of { $global } cannot be reserved for it, because { $by ->
        [ike] the router speaks IPsec on that address itself
       *[static] it is reserved there already
    }
fix-path-resiliency = with Application Path Resiliency an appliance sends from all of UDP 4500-4628. On a shared address that would take 129 port statics for each appliance, and one of them only could keep the numbers; switched off, one port static is enough
fix-never = it cannot have a port of { $global } ({ $reason })
fix-whole-address = a static gives the whole of { $global } to { $owner }, so no port of it can be given to another host. Whether that static is still needed is for its owner to decide ('no ip nat inside source static { $owner } { $global }' takes it back)
fix-several-providers = it leaves by several providers, each with a rule of its own, and needs one static for each with a route-map. That takes the address of { $interface } in so many words, { $address ->
        [xe] which IOS-XE does not support
       *[unknown] which is not known
    }
fix-address-unknown = { $global } is not known well enough to type it
fix-secondary = { $global } is an address of the router's own, and IOS-XE does not support a static that names one: it needs a public address of its own; name one as spare_public_addresses

## Why a list cannot let it through

fix-list-missing = access list { $list } is not in the capture
# $so: one of the four that follow.
fix-list-drops = { $what ->
        [inside] inbound access list { $list } drops its packets before NAT
        [outside] outbound access list { $list } drops its packets after NAT
       *[answers] inbound access list { $list } drops the answers to it
    } ({ $entry }), and { $so }
fix-list-unfixed = no entry is of use while no static fixes its port
fix-list-port-unknown = the port they have is not known
fix-list-standard = as a standard list it cannot admit one port: whether all that comes from '{ $source }' may pass is for you to decide
fix-list-no-help = an entry that lets them pass does not help
fix-entry-at = line { $line }: { $entry }

## What the proof says against it

fix-nothing-found = no change was found that the analysis of the repaired model accepts
fix-would-not-cure = static NAT on the addresses at hand would not cure it
fix-would-leave = static NAT would leave { $code }: { $message }
fix-would-leave-shared = static NAT would leave { $code }: { $message }; it needs a public address of its own: name one as spare_public_addresses
fix-would-bring = the change at hand would bring { $code }: { $message }
fix-would-take = the change would take from { $flow } what it has now
fix-would-cure-nothing = the change at hand would cure nothing and leave { $codes }
