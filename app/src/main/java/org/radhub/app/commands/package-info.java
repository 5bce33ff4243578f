/** What is done from the command line while the hub does not run. */
package org.radhub.app.commands;
