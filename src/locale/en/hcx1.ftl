### Seen in the live table.

## HCX101 port-remapped

hcx101-summary = an appliance's UDP 4500 is seen leaving as another port

## HCX102 held-by-appliance

hcx102-summary = another appliance holds UDP 4500 of the shared inside global address

## HCX103 held-by-stranger

hcx103-summary = a host that is no HCX appliance holds UDP 4500 of the shared inside global address

## HCX104 stale-entry

hcx104-summary = an entry of the table contradicts the configuration and outlives its cause until it is cleared

## HCX105 same-host-two-globals

hcx105-summary = one appliance has several entries from UDP 4500 at the same time, by different inside global ports

## HCX106 duplicate-rows

hcx106-summary = rows of appliances are in the table more than once, equal in every column; each is judged once

## HCX107 allocation-failed

hcx107-summary = NAT has counted packets that it dropped because no address or no block of ports was left
