/** The object store's two adapters: S3, and a directory of the file system. */
package org.radhub.storage.objects;
