### The capture itself.

## HCX501 truncated-capture

hcx501-summary = the running-config or the translation table stops in the middle

## HCX502 filtered-capture

hcx502-summary = the output was filtered on the router, so what is missing from it may still be there

## HCX503 unsupported-os

hcx503-summary = the capture is of a system other than IOS or IOS-XE; it is recognised and not judged

## HCX504 appliance-not-seen

hcx504-summary = no interface, route, NAT rule or table row of the capture has to do with an appliance

## HCX505 stale-ignore

hcx505-summary = an 'ignore' entry of the inventory has expired, names no rule, or matches no finding

## HCX506 standby-router

hcx506-summary = the router is one of a redundant pair and its table shows no dynamic entry: it may be the standby

## HCX507 earlier-snapshot

hcx507-summary = the same output of one router is in the capture more than once: the last one is judged

## HCX508 stale-capture

hcx508-summary = a show command and the running-config contradict each other, so one of the two is older
