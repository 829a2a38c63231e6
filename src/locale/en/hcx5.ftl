### The capture itself.

## HCX501 truncated-capture

hcx501-summary = the running-config or the translation table stops in the middle
hcx501-config = the running-config of { $router } is not complete: nothing shows what else it holds
hcx501-config-line = it stops, never ends, or leaves lines out, here
hcx501-config-help = Type 'terminal length 0', then 'show running-config', and paste all of it, down to 'end'.
hcx501-table = the translation table of { $router } is not complete, so who else holds a port cannot be told (rows read: { $rows })
hcx501-table-line = rows are missing
hcx501-table-help = Type 'terminal length 0', then 'show ip nat translations', and paste all of it.

## HCX502 filtered-capture

hcx502-summary = the output was filtered on the router, so what is missing from it may still be there
hcx502-config = only a part of the running-config of { $router } was pasted
hcx502-config-line = this filter leaves lines out
hcx502-config-help = What is not shown is not taken as missing. Paste the whole 'show running-config' for a sure answer.
hcx502-table = only a part of the translation table of { $router } was pasted: a row that is missing from it may still exist
hcx502-table-line = this filter leaves rows out
hcx502-table-help = Paste the whole 'show ip nat translations' for a sure answer. A filter also hides which other ports are in use.

## HCX503 unsupported-os

hcx503-summary = the capture is of a system other than IOS or IOS-XE; it is recognised and not judged
hcx503-message = this is { $system }, which is recognised and not judged: its NAT works differently
hcx503-help = Paste the configuration of the Cisco IOS or IOS-XE router that translates the appliances' addresses.

## HCX504 appliance-not-seen

hcx504-summary = no interface, route, NAT rule or table row of the capture has to do with an appliance
hcx504-message = { $who } appears nowhere in the capture: no interface, no route and no row leads to it
hcx504-range = of the range of { $name }, { $address } and maybe more appear nowhere in the capture: no interface, no route and no row leads there
hcx504-range-line = in this range
hcx504-router-line = by this line
hcx504-uplink-line = this address
hcx504-help = Check the address, and that this is the router in front of the appliance's uplink network. If it is, paste 'show running-config' and 'show ip nat translations' in full.
hcx504-help-misplaced = Name the address that the appliance's uplink itself has: HCX Manager shows it, and on this router it is an inside local address.

## HCX505 stale-ignore

hcx505-summary = an 'ignore' entry of the inventory has expired, names no rule, or matches no finding
hcx505-idle = this 'ignore' of { $code } matches no finding
hcx505-idle-accepted = this 'ignore' of { $code }, accepted on { $day }, matches no finding
hcx505-idle-line = nothing to ignore
hcx505-idle-help = Remove it, so that it does not hide the next one.
hcx505-no-rule = no rule is called { $code }, so this 'ignore' does nothing
hcx505-no-rule-line = no such rule
hcx505-no-rule-help = 'hcxnat rules' lists the codes.
hcx505-ended = this 'ignore' of { $code } ended on { $day }: the finding is reported again
hcx505-ended-line = in the past
hcx505-ended-help = Its reason was: { $reason }. Renew it with a new date, or remove it.

## HCX506 standby-router

hcx506-summary = the router is one of a redundant pair and its table shows no dynamic entry: it may be the standby
hcx506-standby = { $router } is not the active router of HSRP group { $group } on { $interface }, and its table shows no dynamic entry: the entries of { $names } are on the other router
hcx506-standby-line = not the active one
hcx506-pair = { $router } has a partner ({ $protocol } group { $group } on { $interface }), and its table shows no dynamic entry: if it is the standby, the entries of { $names } are on the other router
hcx506-pair-line = { $protocol }: one of two routers
hcx506-header-line = no dynamic entry below
hcx506-help = Dynamic entries are not copied to the standby, so its empty table says nothing about ports. Type '{ $show }' to see which router is active, and paste that router's 'show ip nat translations' with its 'show running-config'. Nothing changes on the router, so there is nothing to undo.

## HCX507 earlier-snapshot

hcx507-summary = the same output of one router is in the capture more than once: the last one is judged
hcx507-message = the last { $what ->
        [config] running-config
       *[table] translation table
    } of { $router } is judged; { $count ->
        [one] an earlier one is
       *[other] { $count } earlier ones are
    } in the capture too, and left aside
hcx507-earlier-line = an earlier one, not judged
hcx507-judged-line = the one that is judged
hcx507-help = Last means last in the order in which the input was read, which is that of the text, and of the files as they were named, or packed in an archive. If that is not the order in time, pass the newer one alone. To compare before and after a change, judge each by itself. Nothing changes on the router, so there is nothing to undo.

## HCX508 stale-capture

hcx508-summary = a show command and the running-config contradict each other, so one of the two is older
# $says: what differs. $more: how many more differ.
hcx508-message = { $more ->
        [0] { $router }: { $says }; one of the two is older
       *[other] { $router }: { $says }, and { $more } more; one of the two is older
    }
hcx508-seen-line = as seen
hcx508-configured-line = as configured
hcx508-help = The configuration is believed here, and what was seen is left aside; where NAT depends on it, nothing passes. Paste 'show running-config' and the show commands again, one after the other. Nothing changes on the router, so there is nothing to undo.
