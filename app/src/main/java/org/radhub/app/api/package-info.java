/** The HTTP API: what a page can do, a program can do. */
package org.radhub.app.api;
