drop table event_store.leases;
drop table event_store.checkpoints;
drop table event_store.snapshots;
drop table event_store.chain_head;
drop table event_store.domain_events;
