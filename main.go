// Command rollcall keeps the roll of an organization and tells every system that asked when it changes.
package main

func main() {}
