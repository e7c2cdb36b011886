"""The programs that tests need from outside: a database server, a browser, an office, two bookkeepers."""
