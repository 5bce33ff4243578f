/** When a study is complete, and by what evidence; and telling it. */
package org.radhub.storage.completeness;
