<?php
// Every referral order, page by page.
$next = '__PANEL__/api/v1/referral?per_page=100';
while ($next !== null) {
    $curl = curl_init($next);
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_HTTPHEADER => ['Authorization: Bearer __KEY__'],
    ]);
    $page = json_decode(curl_exec($curl), true, 512, JSON_THROW_ON_ERROR);
    if (!isset($page['data'])) {
        throw new RuntimeException($page['message']);
    }
    foreach ($page['data'] as $order) {
        echo $order['order_number'], ' ', $order['commission_amount'], ' ', $order['status'], "\n";
    }
    $next = $page['next_page_url'];
}
