/**
 * Studies, series and instances: their bytes (spool, packs, object store), their index, and when a study is complete and by what evidence.
 */
package org.radhub.storage;
