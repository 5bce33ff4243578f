/** Who looked at what: the append-only, hash-chained access trail. */
package org.radhub.audit;
