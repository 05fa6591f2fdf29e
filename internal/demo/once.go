package demo

// once carries a call out, unless it names a command that was (addon,
// models/poswarm_command.py). A server without the addon knows no names.
func (s *Server) once(c *call, make func(*call) (any, error)) (any, error) {
	name, _ := c.context()["poswarm_command"].(string)
	if name == "" || s.o.Worker != WorkerPoswarm {
		return make(c)
	}
	s.oneCommand.Lock()
	defer s.oneCommand.Unlock()
	if answer, is := s.madeBefore(name); is {
		return answer, nil
	}
	answer, err := make(c)
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.made == nil {
			s.made = map[string]any{}
		}
		s.made[name] = answer
	}
	return answer, err
}

func (s *Server) madeBefore(name string) (answer any, is bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, is = s.made[name]
	return answer, is
}

// listMade answers which commands were carried out.
func (s *Server) listMade(c *call) (any, error) {
	names := []string{}
	asked, _ := c.arg(0).([]any)
	for _, one := range asked {
		name, _ := one.(string)
		if _, is := s.madeBefore(name); is {
			names = append(names, name)
		}
	}
	return names, nil
}
