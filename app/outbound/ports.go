package outbound

// servicePorts are the ports of well-known services that don't speak HTTP, or speak it to anybody who asks: a webhook
// aimed at them is a probe or a mistake. None lies where systems take ephemeral ports from (32768 and up), so receivers
// on a random port keep working.
var servicePorts = map[uint16]string{
	7: "echo", 9: "discard", 13: "daytime", 17: "quotes", 19: "chargen",
	20: "FTP", 21: "FTP", 22: "SSH", 23: "Telnet", 25: "mail (SMTP)", 53: "DNS", 79: "finger",
	110: "mail (POP3)", 111: "rpcbind", 119: "news (NNTP)", 135: "Windows RPC", 139: "Windows file sharing",
	143: "mail (IMAP)", 389: "LDAP", 445: "Windows file sharing", 465: "mail (SMTP)", 514: "shell or syslog",
	587: "mail (SMTP)", 636: "LDAP", 873: "rsync", 993: "mail (IMAP)", 995: "mail (POP3)",
	1433: "SQL Server", 1521: "Oracle", 2049: "NFS", 2181: "ZooKeeper", 2375: "Docker", 2376: "Docker",
	2379: "etcd", 2380: "etcd", 3306: "MySQL", 3389: "remote desktop", 5432: "PostgreSQL", 5672: "RabbitMQ",
	5900: "VNC", 5984: "CouchDB", 6000: "X11", 6379: "Redis", 6667: "IRC", 9042: "Cassandra", 9092: "Kafka",
	9200: "Elasticsearch", 9300: "Elasticsearch", 10250: "Kubernetes", 11211: "memcached", 27017: "MongoDB",
}
