package db

/*
// macOS only: symbols of the other package are found when the whole is linked.
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup

// The two functions of SQLite's C interface that are needed, as its header declares them. The library itself is the one
// that the driver brings; both are linked into one program.
typedef struct sqlite3 sqlite3;
extern int sqlite3_auto_extension(void (*)(void));
extern int sqlite3_db_config(sqlite3 *, int, ...);

enum { rollcall_dbconfig_enable_qpsg = 1007 }; // SQLITE_DBCONFIG_ENABLE_QPSG

static int rollcall_keep_plan(sqlite3 *db, char **message, const void *api) {
	return sqlite3_db_config(db, rollcall_dbconfig_enable_qpsg, 1, (int *)0);
}

static int rollcall_keep_plans(void) { return sqlite3_auto_extension((void (*)(void))rollcall_keep_plan); }
*/
import "C"

import "fmt"

// keepPlans has every connection that SQLite opens from now on plan a statement once, whatever values it is used with:
// its query planner stability guarantee. Without it, a statement is parsed and planned anew for each use if a value is
// compared in a join, beside an ORDER BY or against a partial index, or stands in a LIMIT (decision 003). The driver
// has no way to ask for it. Asking twice is asking once.
func keepPlans() error {
	if code := C.rollcall_keep_plans(); code != 0 {
		return fmt.Errorf("asking SQLite to keep its plans: result code %d", code)
	}
	return nil
}
