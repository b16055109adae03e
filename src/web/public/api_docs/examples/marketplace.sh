curl '__PANEL__/api/v1/referral?page=1&per_page=10' -H 'Authorization: Bearer __KEY__'
curl __PANEL__/api/v1/payment -H 'Authorization: Bearer __KEY__'
curl __PANEL__/api/v1/affiliate-link/data -H 'Authorization: Bearer __KEY__'
curl __PANEL__/api/v1/offer -H 'Authorization: Bearer __KEY__'
