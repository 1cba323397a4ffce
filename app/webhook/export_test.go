package webhook

import "time"

// SetSlice changes how long a job works before it hands over, which nobody has reason to set but a test.
func (s *Service) SetSlice(d time.Duration) { s.slice = d }
