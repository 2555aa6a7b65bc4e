drop table auth_service.credentials;
