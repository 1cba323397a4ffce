package outbound

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/net/dns/dnsmessage"
)

// etcFiles is all that a resolver finds in /etc in the network of its own. The search list is one that would complete a
// name before it is asked for as it is. A question that gets no answer is not repeated while the test waits for it.
var etcFiles = map[string]string{
	"hosts":         "127.0.0.1 localhost\n::1 localhost\n",
	"nsswitch.conf": "hosts: files dns\n",
	"resolv.conf":   "nameserver 127.0.0.1\nsearch hooks.internal cluster.local\noptions ndots:5 attempts:1 timeout:30\n",
}

// slowWithoutNames are the tests that take their time and that a resolver can't make a difference to: no name is looked up.
var slowWithoutNames = []string{
	"TestTheVerdictIsThatOfTheRegistriesForRandomAddresses", "TestHostileReceivers", "TestHostileReceiversTogetherLeaveNothingBehindAndHoldUpNobody",
	"TestNoOtherRoomBuildsAnHTTPClient",
}

// TestEveryTestHereHoldsUnderBothResolversOfTheMachine runs the tests of this room again, under Go's resolver and under the C
// library's (which the program has because its SQLite driver needs C). Each is asked as the product asks it, by the
// machine's own files in /etc, in a process that has mounts and a network of its own: only there can the C library be
// sent to the name server of a test.
func TestEveryTestHereHoldsUnderBothResolversOfTheMachine(t *testing.T) {
	etc := t.TempDir()
	for name, text := range etcFiles {
		if err := os.WriteFile(filepath.Join(etc, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, resolver := range []string{"go", "cgo"} {
		t.Run(resolver, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.v", "-test.count=1", "-test.timeout=10m", "-test.skip=^("+strings.Join(slowWithoutNames, "|")+"|"+strings.Split(t.Name(), "/")[0]+")$")
			cmd.Env = append(os.Environ(), "GODEBUG=netdns="+resolver, underResolver+"="+resolver, ownNetwork+"="+etc)
			cmd.SysProcAttr = namespaces()
			out, err := cmd.CombinedOutput()
			if why := refusedNamespaces(cmd, err, out); why != "" {
				withoutNamespaces(t, why)
			}
			if err != nil || !passed(out, "TestURLsThatAreRefused") || !passed(out, "TestANameThatChangesItsAddressNeverReachesLoopback") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// passed reports whether a test was run and passed. That of the refused URLs finds out whether the resolver is the one meant.
func passed(out []byte, test string) bool {
	return bytes.Contains(out, []byte("\n--- PASS: "+test+" "))
}

// namespaces asks for mounts and a network of the process's own. Who is not root has to be it in a namespace of users.
func namespaces() *syscall.SysProcAttr {
	own := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		own.Cloneflags |= syscall.CLONE_NEWUSER
		own.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
		own.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}
	}
	return own
}

// exitRefused is how the process ends that was not let into its own network.
const exitRefused = 77

// refusedNamespaces says why this machine's kernel gave the process no namespaces; "" when it did.
func refusedNamespaces(cmd *exec.Cmd, err error, out []byte) string {
	switch {
	case cmd.Process == nil && notLet(err):
		return err.Error()
	case cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == exitRefused:
		return string(out)
	}
	return ""
}

// notLet tells a kernel that refuses from a mistake of ours.
func notLet(err error) bool {
	for _, errno := range []syscall.Errno{syscall.EPERM, syscall.EACCES, syscall.ENOSYS, syscall.ENOSPC} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// withoutNamespaces skips a test, or fails it where that leg is required.
func withoutNamespaces(t *testing.T, why string) {
	t.Helper()
	if strings.Contains(os.Getenv("ROLLCALL_TEST_REQUIRE"), "namespaces") {
		t.Fatalf("The kernel gives a test no network of its own: %s", why)
	}
	t.Skipf("The kernel gives a test no network of its own, so the C library's resolver is tried with literal addresses only: %s", why)
}

// TestMain is also the beginning of the process in a network of its own.
func TestMain(m *testing.M) {
	if etc := os.Getenv(ownNetwork); etc != "" {
		if err := settle(etc); err != nil {
			fmt.Fprintln(os.Stderr, err)
			if notLet(err) {
				os.Exit(exitRefused)
			}
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// settle furnishes the namespaces that this process was started in: /etc, the loopback interface, and a name server where
// resolv.conf says.
func settle(etc string) error {
	if err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("keep mounts from everybody else: %w", err)
	}
	if err := syscall.Mount(etc, "/etc", "", syscall.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount our own /etc: %w", err)
	}
	if err := raiseLoopback(); err != nil {
		return fmt.Errorf("switch the loopback interface on: %w", err)
	}
	theNameServer.Store(newNameServer(nil))
	return serveNames("127.0.0.1:53")
}

// raiseLoopback is "ip link set lo up" (netdevice(7)).
func raiseLoopback() error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	request := struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{flags: syscall.IFF_UP}
	copy(request.name[:], "lo")
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return errno
	}
	return nil
}

// serveNames answers questions by UDP and TCP, as the test's name server of the moment does, until the process ends.
func serveNames(address string) error {
	packets, err := net.ListenPacket("udp4", address)
	if err != nil {
		return err
	}
	streams, err := net.Listen("tcp4", address)
	if err != nil {
		return err
	}
	go answerPackets(packets)
	go func() {
		for {
			c, err := streams.Accept()
			if err != nil {
				return
			}
			go theNameServer.Load().serve(c)
		}
	}()
	return nil
}

// maxPacket is how much an answer in one packet may have without an agreement (RFC 1035 section 2.3.4).
const maxPacket = 512

func answerPackets(packets net.PacketConn) {
	for buffer := make([]byte, maxPacket); ; {
		n, from, err := packets.ReadFrom(buffer)
		if err != nil {
			return
		}
		query, server := bytes.Clone(buffer[:n]), theNameServer.Load()
		go func() {
			if reply := server.reply(query); reply != nil {
				packets.WriteTo(fitting(reply), from)
			}
		}()
	}
}

// fitting is the reply or, when it is too long for a packet, one that says so: it is asked for again by a stream.
func fitting(reply []byte) []byte {
	var m dnsmessage.Message
	if len(reply) <= maxPacket || m.Unpack(reply) != nil {
		return reply
	}
	m.Truncated, m.Answers = true, nil
	short, err := m.Pack()
	if err != nil {
		return nil
	}
	return short
}
