drop table execution_service.results;
drop table execution_service.reservations;
drop table execution_service.executions;
