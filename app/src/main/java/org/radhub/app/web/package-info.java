/** What stands before and behind every page and every call: limits, addresses, and how refusals and failures are answered. */
package org.radhub.app.web;
