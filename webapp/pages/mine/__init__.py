"""我的数据: what is kept, why, until when, who looked; the copy of all of it."""
