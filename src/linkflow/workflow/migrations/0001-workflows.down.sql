drop table read_models.workflows;
