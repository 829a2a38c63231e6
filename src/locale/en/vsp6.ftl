### The vSphere side.

## What several rules say
# $when: ' (TIME)' as vCenter has it, or nothing.

vsp6-router = the router
vsp6-some-machine = a virtual machine
vsp6-adapter = the adapter { $adapter }
vsp6-arp-table = an ARP table
vsp6-arp-table-of = the ARP table of { $router }
vsp6-mac-table = the MAC address table of a switch
vsp6-port-list = the port list of an ESXi host
vsp6-configured = configured: { $mac }
vsp6-configured-too = and it is configured: { $mac }
vsp6-configured-since = configured since this event{ $when }: { $mac }
vsp6-inventory-has = the inventory has { $mac } as configured
vsp6-policy-drops = this policy drops what does not fit the configured address

## VSP601 mac-drift

vsp601-summary = a virtual machine uses another MAC address than the configured one: the next vMotion may cut it off
# $since: who says what is configured. $outlook: what the policy makes of it.
vsp601-message = { $who } is seen with the MAC address { $used }, and { $since ->
        [events] vCenter has given it
        [device-info] vCenter has configured
       *[inventory] the inventory has as configured
    } { $now }: { $outlook }
vsp601-group = { $name }
vsp601-its-group = its port group
vsp601-rejects = { $group } rejects that, so the next vMotion may block its port
vsp601-may-reject = if it is in { $group }, which rejects that, the next vMotion may block its port
vsp601-accepts = { $group } accepts that, so a vMotion should not block its port
vsp601-may-accept = { $group } accepts that; whether it is in there, nothing in the input tells
vsp601-policy-unknown = whether the next vMotion blocks its port, the policy of its port group decides
vsp601-changed-before = changed before{ $when }
# $by: a table or a list.
vsp601-seen = { $by } has { $mac }
vsp601-seen-for = { $by } has { $mac } for { $address }
vsp601-policy-may-drop = this policy drops what does not fit the configured address, if it is the adapter's
vsp601-policy-passes = this policy lets another address pass
# $policy: whether that of the adapter is known. $doubt: what else it may be.
vsp601-help = Traffic goes on until the machine gets another port of a switch. Before any vMotion: in a window, shut it down and power it on again (a full power-off; a restart of the guest is not enough), and it takes the configured address; or set its MAC address static, to { $used }. Keep it on its host until then. { $policy ->
        [known] { "" }
        [whose] Which port group it is in, 'esxcli network vm port list -w WORLD' on its host says: paste it beside the policy.{ " " }
       *[unknown] Paste the policy of its port group, 'Get-VDPortgroup NAME | Get-VDSecurityPolicy' (standard switch: 'Get-VirtualPortGroup -Name NAME | Get-SecurityPolicy'): MacChanges False is Reject.{ " " }
    }{ $doubt ->
        [proxy] But that is not how the address of a virtual machine begins: look first whether a router or a firewall answers for it (proxy ARP).
        [inventory] The inventory may be older than the machine, or another device may answer for the address: compare with 'govc device.info -vm NAME ethernet-*'.
        [device-info] Another device may answer for the address: look whose it is.
       *[power-cycle] If the machine was powered off and on after that line was taken, it is over: 'show ip arp' again shows it.
    }

## VSP602 port-blocked

vsp602-summary = after a change of its MAC address a virtual machine was moved or its port blocked, and it is cut off
vsp602-blocked = vCenter has blocked the port of { $who } after it was given another MAC address
vsp602-looks-blocked = { $who } was moved after it was given another MAC address, and no longer answers: its port looks blocked, and that is not NAT's doing
vsp602-port-blocked = its port was blocked{ $when }
vsp602-moved = it was moved after the change{ $when }
vsp602-silent = { $address } does not answer ARP
vsp602-help = Look at the port first: 'esxcli network vm port list -w WORLD' on its host shows the MAC address that is in use there, the Ports tab of the distributed switch whether it is blocked. Then shut the machine down and power it on again (a restart of the guest is not enough), so that it takes the configured address; or set the address that the guest uses as its static one. If the port is not blocked, the machine is off, or its network is the trouble.

## VSP603 uplink-without-arp

vsp603-summary = the router gets no ARP answer from an appliance's uplink address: a missing translation is not NAT's fault
vsp603-silent = { $who } does not answer ARP on { $router }; where it has no translation, that is not NAT's fault
vsp603-silent-translated = { $who } does not answer ARP on { $router }; the translations that are left of it are of the time before
vsp603-silent-line = Incomplete: the router asked, and nobody answered
vsp603-absent = { $who } is not in the ARP table of { $router }: it has not spoken to it lately; where it has no translation, that is not NAT's fault
vsp603-absent-line = others on its network are there
vsp603-help = Before the appliance is deployed there is nothing to do. After it, look in vCenter whether the machine is on, whether its adapter is connected, and at its events: 'Changed MAC address from ...', a blocked port. Then at the VLAN ('show mac address-table'). Type 'ping' to its address and 'show ip arp' again: an entry tells of the moment when it was shown.

## VSP604 duplicate-mac

vsp604-summary = two adapters have, or answer with, one MAC address
vsp604-help = Frames for one of the two go to the other, now here and now there. vCenter hands out addresses by the number of the instance, so machines that came from another vCenter, or were copied, may bring one along. Give one of them a new address while it is powered off.
vsp604-configured = { $names } are configured with one MAC address, { $mac }
vsp604-configured-line = the adapter of { $vm }
# $help: vsp604-help.
vsp604-configured-help = { $help } As long as one of the two is off, nothing is wrong yet.
vsp604-inventory = the inventory gives { $who } one MAC address, { $mac }
vsp604-inventory-line = of { $who }
vsp604-inventory-help = Look at both in vCenter: one of the two lines is wrong, or two machines have one address.
vsp604-answering = { $who } answer ARP with one MAC address, { $mac }
vsp604-answering-line = { $who } answers with it
vsp604-answering-help = A router or a firewall in between that answers for both (proxy ARP) looks the same. If there is none: { $help }
vsp604-conflict = vCenter says that two virtual machines have the MAC address { $mac }
vsp604-conflict-line = the event

## VSP605 mac-change-open

vsp605-summary = the configured MAC address of a virtual machine was changed, and the input does not show which one it uses
# $why: one of the four below.
vsp605-given = { $who } was given the MAC address { $mac }: { $why }
vsp605-given-another = { $who } was given another MAC address: { $why }
vsp605-should-have = { $who } should have the MAC address { $mac }: { $why }
vsp605-both = both the old address and the configured one were seen in use, at different moments or by two machines
vsp605-taken-back = `govc device.info` has the old address as the configured one: it is older than the event, or the change was taken back
vsp605-no-times = the address was changed and changed back, and no times tell which change was the last
vsp605-not-shown = nothing in the input shows which address the guest uses
vsp605-change-line = from { $old } to { $new }{ $when }
# $address: ' ADDRESS' of the uplink, or nothing.
vsp605-help = A guest may keep the address it had until it is powered off and on. Paste what shows the one that it uses: 'show ip arp{ $address }' on the router, or 'esxcli network vm port list -w WORLD' on its host; what is configured: 'govc device.info -vm { $machine } ethernet-*'; and the policy: 'Get-VDPortgroup NAME | Get-VDSecurityPolicy'. If the two differ and the policy rejects that, the next vMotion may block its port.
