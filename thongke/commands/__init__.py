"""What `thongke` can do, one family of commands a module."""
