package org.radhub.router;

import java.util.List;

/** What comes from the devices now, over all processes of the hub. It lags by a few seconds. */
public interface Traffic {
    /** One for each AE title that has ever been let in; ordered by AE title. */
    List<DeviceTraffic> byDevice();
}
