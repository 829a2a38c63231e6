### Seen in the live table.

## HCX101 port-remapped

hcx101-summary = an appliance's UDP 4500 is seen leaving as another port
# $who: the appliances, $count of them. $globals: addresses with ports.
hcx101-moved = { $count ->
        [one] { $who } sends from { $udp } { $port } and leaves the router from { $globals }
       *[other] { $who } send from { $udp } { $port } and leave the router from { $globals }
    }
hcx101-holder = { $who } holds port { $port } of that address
hcx101-rule = this rule makes inside hosts share { $global }
hcx101-list = and this line puts { $host } among them
# $why: hcx101-why, hcx101-why-first or nothing.
hcx101-help = { $why }In the one published field case the tunnel stayed down until static NAT fixed the port, although VMware support told its author that the source port does not matter. No vendor text was found that allows or forbids PAT for HCX; its port list names no source ports but 4500-4628.
hcx101-why-first = Why 1024: where classic IOS cannot keep the port, it takes the first free one from 1024 up.{" "}
hcx101-why = Why { $port }: where classic IOS cannot keep the port, it takes the first free one from 1024 up, and the table shows 1024-{ $last } in use.{" "}

## HCX102 held-by-appliance

hcx102-summary = another appliance holds UDP 4500 of the shared inside global address
# $verb: does, where the table shows it, or will. $address: the shared one.
hcx102-holds = { $who } holds { $udp } { $port } of { $address }, so { $losing } { $verb } not get it
hcx102-row = { $name } has port { $port } of { $address }
hcx102-rule = both share { $address } by this rule
hcx102-help = Who speaks first gets the port, so after a redeploy or a reload the other appliance may be the loser. Give each appliance an address of its own, or a fixed port, by static NAT. More addresses in an overload pool do not separate them: classic IOS fills the first one before it takes the next.

## HCX103 held-by-stranger

hcx103-summary = a host that is no HCX appliance holds UDP 4500 of the shared inside global address
# As hcx102-holds.
hcx103-holds = { $host } holds { $udp } { $port } of { $address } and is none of the appliances named, so { $losing } { $verb } not get it
hcx103-row = this host has port { $port } of { $address }
hcx103-help = Find out what this host is: an IPsec client, an old address of an appliance, or an appliance that was not named. A static NAT for the appliance settles it either way, once this entry is cleared; clearing interrupts that host's tunnel.
hcx103-help-static = The row has no outside columns, so it is normally a static NAT, which cannot be cleared. Give the appliance an address of its own, or another fixed port, by static NAT.

## HCX104 stale-entry

hcx104-summary = an entry of the table contradicts the configuration and outlives its cause until it is cleared
# $why: one of the five that follow.
hcx104-stale = the entry of { $name } looks stale: { $why }
hcx104-static-address = a static gives it { $address }:{ $port }
hcx104-static-port = a static gives it port { $port }
hcx104-other-address = it would leave as { $address }
hcx104-another-keeps = another entry of it keeps port { $port }
hcx104-nobody-holds = no other host holds port { $port } now
hcx104-row = still leaves as { $global }
hcx104-rule = by this rule it would be otherwise
hcx104-help = An existing translation wins over the configuration. Clear this entry: the next packet makes a new one by the rules in force. Clearing interrupts the tunnel for a moment.

## HCX105 same-host-two-globals

hcx105-summary = one appliance has several entries from UDP 4500 at the same time, by different inside global ports
hcx105-one-peer = { $who } has several entries from { $udp } { $port } at the same time towards { $peer }: as { $globals }. It is one host, mapped twice
hcx105-several-peers = { $who } has several entries from { $udp } { $port } at the same time towards different peers: as { $globals }. It is one host, mapped twice
hcx105-row = leaves as { $global } to { $peer }
hcx105-sym-port = with this a host should keep one port towards all peers
# $clear: commands in quotes, or hcx105-clear-nvi.
hcx105-help-one-peer = The mapping flaps, or was made anew while the old entry lived: which of them the next packet takes is not known. Clear them, and the next packet makes one: { $clear }. That interrupts the tunnel for a moment, and there is nothing to undo. If it comes back, compare 'show ip nat translations verbose', which shows when each entry was made.
hcx105-help-sym-port = 'ip nat service enable-sym-port' is on, so entries from before that line are likely. A static NAT gives it one port towards every peer. The entries stay until they are cleared: { $clear }. That interrupts the tunnel for a moment.
hcx105-help-several-peers = Without 'ip nat service enable-sym-port' a host that lost its port may get another one towards each peer (address-and-port-dependent mapping; inferred from Cisco's text on that command). With it, one port serves all peers, but that need not be its own; 'no' in front takes it back. A static NAT gives it one port towards every peer. The entries stay until they are cleared: { $clear }. That interrupts the tunnel for a moment.
hcx105-clear-nvi = 'clear ip nat nvi translation *' (all entries of the router)

## HCX106 duplicate-rows

hcx106-summary = rows of appliances are in the table more than once, equal in every column; each is judged once
hcx106-repeated = { $count ->
        [one] 1 row of the table repeats an earlier one in every column; each is judged once
       *[other] { $count } rows of the table repeat an earlier one in every column; each is judged once
    }
hcx106-again = the same row again
hcx106-first = here for the first time
hcx106-help = Routers have printed such rows, and a paste that was put together by hand has them too. They hold no second port and change no verdict, but counts of rows mislead. To be sure, paste 'show ip nat translations' once more, in one piece. There is nothing to undo.

## HCX107 allocation-failed

hcx107-summary = NAT has counted packets that it dropped because no address or no block of ports was left
# $what: one of the four that follow. $whom: the appliances.
hcx107-failed = { $what }: a new entry of { $whom } may fail the same way
hcx107-misses = { $count ->
        [one] pool { $pool } had no address left once
       *[other] pool { $pool } had no address left { $count } times
    }
hcx107-no-port = the pool had no UDP port from 1024 up left
hcx107-drops = { $count ->
        [one] 1 packet was dropped for lack of an address in a pool
       *[other] { $count } packets were dropped for lack of an address in a pool
    }
hcx107-blocks = { $count ->
        [one] NAT asked for a block of ports in vain once
       *[other] NAT asked for a block of ports in vain { $count } times
    }
hcx107-counter = counted since the counters were cleared, or the router started
hcx107-help = A counter says that it happened, not when. Type 'show ip nat statistics' twice, a minute apart: if it grows, it happens now. A static NAT for the appliance takes part in none of this; a larger pool ends the shortage.
