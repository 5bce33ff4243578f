/** What it takes to be sure that a file is on the disk. */
package org.radhub.storage.disk;
