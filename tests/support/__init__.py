"""What tests of several rooms share: made-up services, proxies, files, clocks."""
