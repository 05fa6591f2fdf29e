package scratch

import "golang.org/x/sys/windows"

// alive opens the process; one that ended can no longer be opened, or has an
// exit code.
func alive(pid int) bool {
	handle, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return false
	}
	defer windows.CloseHandle(handle)
	var code uint32
	const stillActive = 259 // STILL_ACTIVE of GetExitCodeProcess
	return windows.GetExitCodeProcess(handle, &code) != nil || code == stillActive
}
