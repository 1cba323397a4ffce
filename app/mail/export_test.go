package mail

import "crypto/tls"

// Trust makes the sender believe a test's certificate.
func (s *Sender) Trust(config *tls.Config) { s.tls = config }
