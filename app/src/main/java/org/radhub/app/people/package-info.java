/** The person behind a request, and what that person may see. */
package org.radhub.app.people;
