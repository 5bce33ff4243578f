/** What comes in at the moment, as far as a person may see it: for the page and for the API. */
package org.radhub.app.arrivals;
