/** The database that the hub brings along, for when it is given none. */
package org.radhub.app.database;
