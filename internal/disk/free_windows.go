package disk

import (
	"fmt"

	"golang.org/x/sys/windows"
)

func free(folder string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, fmt.Errorf("asking how full the disk of %s is: %w", folder, err)
	}
	var bytes uint64
	if err := windows.GetDiskFreeSpaceEx(name, &bytes, nil, nil); err != nil {
		return 0, fmt.Errorf("asking how full the disk of %s is: %w", folder, err)
	}
	return bytes, nil
}
