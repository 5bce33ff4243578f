/** That the processes of one hub know of each other: who is there, and who may have what the index lacks. */
package org.radhub.storage.processes;
